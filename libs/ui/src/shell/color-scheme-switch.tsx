'use client';

import { ActionIcon, Menu, useMantineColorScheme, type MantineColorScheme } from '@mantine/core';
import { useMounted } from '@mantine/hooks';
import { MoonIcon, ScreenIcon, SunIcon } from '../icons/icons';
import { useUiMessages } from '../language/language-provider';
import classes from './app-shell.module.css';

const SCHEMES = [
  ['light', SunIcon],
  ['dark', MoonIcon],
  ['auto', ScreenIcon],
] as const satisfies readonly (readonly [MantineColorScheme, unknown])[];

export function ColorSchemeSwitch() {
  const text = useUiMessages().shell.scheme;
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  // The exported page doesn't know what was remembered.
  const shown = useMounted() ? colorScheme : 'auto';
  const Current = SCHEMES.find(([scheme]) => scheme === shown)?.[1] ?? ScreenIcon;
  return (
    <Menu position="bottom-end" width={190}>
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={36}
          className={classes['tool']}
          aria-label={`${text.label}: ${text[shown]}`}
        >
          <Current />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.RadioGroup
          value={shown}
          onChange={(value) => setColorScheme(SCHEMES.find(([scheme]) => scheme === value)?.[0] ?? 'auto')}
        >
          {SCHEMES.map(([scheme, Icon]) => (
            <Menu.RadioItem key={scheme} value={scheme} rightSection={<Icon size={18} />} closeMenuOnClick>
              {text[scheme]}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  );
}
