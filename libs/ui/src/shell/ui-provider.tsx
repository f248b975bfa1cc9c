'use client';

import { MantineProvider, mergeThemeOverrides } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { useMemo, useState, type ReactNode } from 'react';
import { ConfirmProvider } from '../action/confirm-provider';
import { UndoProvider } from '../action/undo-provider';
import { LanguageProvider, useUiMessages } from '../language/language-provider';
import { SessionProvider } from '../session/session-provider';
import { colorSchemeMemory } from './color-scheme-memory';
import { ShortcutsProvider } from './shortcuts';
import { cssVariables, theme } from './theme';
import classes from './ui-provider.module.css';

/** The context that every part needs: theme, language, keyboard, session, confirmations and notifications. */
export function UiProvider({ children }: { readonly children: ReactNode }) {
  return (
    <Surroundings>
      <SessionProvider>
        <Questions>{children}</Questions>
      </SessionProvider>
    </Surroundings>
  );
}

/** Available before anyone has signed in. */
export function Surroundings({ children }: { readonly children: ReactNode }) {
  return (
    <LanguageProvider>
      <Look>
        <ShortcutsProvider>
          {children}
          <Notifications
            position="bottom-center"
            autoClose={10_000}
            containerWidth={460}
            classNames={{ root: classes['notifications'] ?? '' }}
          />
        </ShortcutsProvider>
      </Look>
    </LanguageProvider>
  );
}

/** Confirmations and offers of one person: they end with the session. */
export function Questions({ children }: { readonly children: ReactNode }) {
  return (
    <UndoProvider>
      <ConfirmProvider>{children}</ConfirmProvider>
    </UndoProvider>
  );
}

/** The theme, with a label for every close button that Mantine renders. */
function Look({ children }: { readonly children: ReactNode }) {
  const [schemes] = useState(colorSchemeMemory);
  const { close } = useUiMessages().shell;
  const named = useMemo(
    () => mergeThemeOverrides(theme, { components: { CloseButton: { defaultProps: { 'aria-label': close } } } }),
    [close],
  );
  return (
    <MantineProvider
      theme={named}
      cssVariablesResolver={cssVariables}
      defaultColorScheme="auto"
      colorSchemeManager={schemes}
    >
      {children}
    </MantineProvider>
  );
}
