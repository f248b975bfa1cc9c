'use client';

import { MantineProvider, mergeThemeOverrides } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { useMemo, type ReactNode } from 'react';
import { ConfirmProvider } from '../action/confirm-provider';
import { UndoProvider } from '../action/undo-provider';
import { LanguageProvider, useUiMessages } from '../language/language-provider';
import { PersonProvider } from '../person/person-provider';
import { ShortcutsProvider } from './shortcuts';
import { cssVariables, theme } from './theme';
import classes from './ui-provider.module.css';

/** What every part needs above it: look, language, keyboard, the person, questions and notifications. */
export function UiProvider({ children }: { readonly children: ReactNode }) {
  return (
    <LanguageProvider>
      <Look>
        <ShortcutsProvider>
          <PersonProvider>
            <UndoProvider>
              <ConfirmProvider>{children}</ConfirmProvider>
            </UndoProvider>
          </PersonProvider>
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

/** The theme, with a name for every close button that Mantine draws. */
function Look({ children }: { readonly children: ReactNode }) {
  const { close } = useUiMessages().shell;
  const named = useMemo(
    () => mergeThemeOverrides(theme, { components: { CloseButton: { defaultProps: { 'aria-label': close } } } }),
    [close],
  );
  return (
    <MantineProvider theme={named} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      {children}
    </MantineProvider>
  );
}
