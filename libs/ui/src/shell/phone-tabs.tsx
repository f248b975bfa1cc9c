'use client';

import { Menu, UnstyledButton } from '@mantine/core';
import { MoreIcon } from '../icons/icons';
import { useUiMessages } from '../language/language-provider';
import classes from './app-shell.module.css';
import { type ShellPages } from './shell-pages';

/** More tabs than this are too narrow for a thumb on 360 pixels. */
const MOST_TABS = 5;

/** The pages at the bottom of a phone. If there are too many, the last tab opens the rest. */
export function PhoneTabs({ pages, current, link }: ShellPages) {
  const text = useUiMessages().shell;
  const tabs = pages.length <= MOST_TABS ? pages : pages.slice(0, MOST_TABS - 1);
  const rest = pages.slice(tabs.length);
  const here = (href: string) => (href === current ? { 'aria-current': 'page' as const } : {});
  return (
    <nav className={classes['tabs']} aria-label={text.pages}>
      {tabs.map(({ href, label, icon: Icon }) => (
        <UnstyledButton key={href} component={link} href={href} className={classes['tab']} {...here(href)}>
          <Icon size={22} />
          {label}
        </UnstyledButton>
      ))}
      {rest.length > 0 && (
        <Menu position="top-end" width={220}>
          <Menu.Target>
            <UnstyledButton
              className={classes['tab']}
              {...(rest.some(({ href }) => href === current) ? { 'aria-current': 'page' as const } : {})}
            >
              <MoreIcon size={22} />
              {text.more}
            </UnstyledButton>
          </Menu.Target>
          <Menu.Dropdown>
            {rest.map(({ href, label, icon: Icon, mark }) => (
              <Menu.Item
                key={href}
                component={link}
                href={href}
                leftSection={<Icon />}
                rightSection={mark}
                {...here(href)}
              >
                {label}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
    </nav>
  );
}
