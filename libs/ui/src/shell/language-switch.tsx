'use client';

import { Button, Menu } from '@mantine/core';
import { LanguageIcon } from '../icons/icons';
import { useLanguage, useUiMessages } from '../language/language-provider';
import { LOCALE_NAMES, LOCALES } from '../language/locale';
import classes from './app-shell.module.css';

export function LanguageSwitch() {
  const { locale, choose } = useLanguage();
  const text = useUiMessages();
  return (
    <Menu position="bottom-end" width={180}>
      <Menu.Target>
        <Button
          variant="subtle"
          color="gray"
          h={36}
          px={8}
          fw={500}
          className={classes['tool']}
          aria-label={`${text.shell.language}: ${LOCALE_NAMES[locale]}`}
          leftSection={<LanguageIcon />}
        >
          <span className={classes['wideOnly']}>{LOCALE_NAMES[locale]}</span>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.RadioGroup
          value={locale}
          onChange={(value) => choose(LOCALES.find((known) => known === value) ?? locale)}
        >
          {LOCALES.map((known) => (
            <Menu.RadioItem key={known} value={known} lang={known} closeMenuOnClick>
              {LOCALE_NAMES[known]}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  );
}
