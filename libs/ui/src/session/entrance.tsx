'use client';

import { Loader, VisuallyHidden } from '@mantine/core';
import { type ReactNode } from 'react';
import { LintelMark } from '../icons/icons';
import { useUiMessages } from '../language/language-provider';
import { ColorSchemeSwitch } from '../shell/color-scheme-switch';
import { LanguageSwitch } from '../shell/language-switch';
import { TroubleMessage } from '../state/trouble-message';
import { ChangePasswordScreen } from './change-password-screen';
import { type SessionKeeper } from './session-keeper';
import { type SessionState } from './session-state';
import { SignInScreen } from './sign-in-screen';
import classes from './entrance.module.css';

export interface EntranceProps {
  readonly state: Exclude<SessionState, { kind: 'signed-in' }>;
  readonly keeper: SessionKeeper;
}

/** Replaces the app while no one is signed in who may see it. The address stays, and is shown afterwards. */
export function Entrance({ state, keeper }: EntranceProps) {
  switch (state.kind) {
    case 'loading':
      return <Waiting />;
    case 'unknown':
      return (
        <EntranceFrame>
          <TroubleMessage trouble={state.trouble} onRetry={() => keeper.retry()} />
        </EntranceFrame>
      );
    case 'signed-out':
      return (
        <EntranceFrame>
          <SignInScreen onSignedIn={(session, password) => keeper.arrive(session, password)} />
        </EntranceFrame>
      );
    case 'must-change':
      return (
        <EntranceFrame>
          <ChangePasswordScreen session={state.session} keeper={keeper} />
        </EntranceFrame>
      );
  }
}

/** Most answers arrive at once: only a slow one needs a loading sign. */
function Waiting() {
  const text = useUiMessages().state;
  return (
    <main className={classes['waiting']} role="status">
      <Loader size="sm" aria-hidden="true" />
      <VisuallyHidden>{text.loading}</VisuallyHidden>
    </main>
  );
}

function EntranceFrame({ children }: { readonly children: ReactNode }) {
  return (
    <div className={classes['frame']}>
      <header className={classes['tools']}>
        <LanguageSwitch />
        <ColorSchemeSwitch />
      </header>
      <main className={classes['main']}>
        <p className={classes['brand']}>
          <LintelMark size={30} className={classes['mark']} />
          Lintel
        </p>
        <div className={classes['card']}>{children}</div>
      </main>
    </div>
  );
}
