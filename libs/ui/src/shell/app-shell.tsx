'use client';

import { ActionIcon, AppShell as MantineAppShell, NavLink, UnstyledButton } from '@mantine/core';
import { type ReactNode } from 'react';
import { KeyboardIcon, LintelMark, OverviewIcon } from '../icons/icons';
import { useUiMessages } from '../language/language-provider';
import { ProductContext } from '../page/product';
import { AccountMenu } from '../session/account-menu';
import { OfflineNotice } from '../state/offline-notice';
import classes from './app-shell.module.css';
import { ColorSchemeSwitch } from './color-scheme-switch';
import { LanguageSwitch } from './language-switch';
import { PhoneTabs } from './phone-tabs';
import { appName } from './app-name';
import { type ShellPages } from './shell-pages';
import { useKeyboardHelp, useShortcuts } from './shortcuts';
import { useOtherApps } from './use-other-apps';

export interface AppShellProps extends ShellPages {
  /** What this app is, beside the logo. */
  readonly product: string;
  readonly navigate: (href: string) => void;
  /** Shown in the header if there is room, such as the name of the model. */
  readonly status?: ReactNode;
  readonly children: ReactNode;
}

/** The frame around every page: navigation, language, appearance, keyboard help. */
export function AppShell({ product, pages, current, link, navigate, status, children }: AppShellProps) {
  const text = useUiMessages();
  const openHelp = useKeyboardHelp();
  const otherApps = useOtherApps();
  useShortcuts(
    pages.map(({ href, label }, index) => ({
      keys: String(index + 1),
      label: text.keyboard.goTo(label),
      run: () => navigate(href),
    })),
  );
  const here = (href: string) => (href === current ? { 'aria-current': 'page' as const } : {});

  return (
    <MantineAppShell
      header={{ height: 56 }}
      navbar={{ width: 216, breakpoint: 'sm', collapsed: { mobile: true } }}
      footer={{ height: { base: 'calc(60px + env(safe-area-inset-bottom, 0px))', sm: 0 } }}
      padding={{ base: 'md', md: 'xl' }}
    >
      <a href="#content" className={classes['skip']}>
        {text.shell.skipToContent}
      </a>
      <MantineAppShell.Header className={classes['header']}>
        <UnstyledButton component={link} href={pages[0]?.href ?? '/'} className={classes['brand']}>
          <LintelMark size={26} className={classes['mark']} />
          <span className={classes['name']}>Lintel</span>
          <span className={classes['product']}>{product}</span>
        </UnstyledButton>
        <div className={classes['tools']}>
          <div className={classes['status']}>{status}</div>
          <AccountMenu apps={otherApps} />
          <LanguageSwitch />
          <ColorSchemeSwitch />
          <ActionIcon
            variant="subtle"
            color="gray"
            size={36}
            className={`${classes['tool']} ${classes['wideOnly']}`}
            aria-label={text.keyboard.open}
            onClick={openHelp}
          >
            <KeyboardIcon />
          </ActionIcon>
        </div>
      </MantineAppShell.Header>
      <MantineAppShell.Navbar visibleFrom="sm" className={classes['navbar']} aria-label={text.shell.pages}>
        {pages.map(({ href, label, icon: Icon, mark }) => (
          <NavLink
            key={href}
            component={link}
            href={href}
            label={label}
            leftSection={<Icon />}
            rightSection={mark}
            active={href === current}
            className={classes['link']}
            {...here(href)}
          />
        ))}
        {otherApps.length > 0 && (
          <nav className={classes['others']} aria-label={text.shell.otherApps}>
            {otherApps.map(({ app, url }) => (
              <NavLink
                key={app}
                href={url}
                label={appName(app, text.shell.apps)}
                leftSection={<OverviewIcon />}
                className={classes['link']}
              />
            ))}
          </nav>
        )}
      </MantineAppShell.Navbar>
      <MantineAppShell.Main id="content" tabIndex={-1} className={classes['main']}>
        <div className={classes['page']}>
          <OfflineNotice />
          <ProductContext value={product}>{children}</ProductContext>
        </div>
      </MantineAppShell.Main>
      <MantineAppShell.Footer hiddenFrom="sm" className={classes['footer']}>
        <PhoneTabs pages={pages} current={current} link={link} />
      </MantineAppShell.Footer>
    </MantineAppShell>
  );
}
