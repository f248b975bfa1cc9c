'use client';

import { isPermitted, isPermittedSomewhere } from '@lintel/contracts';
import { notifications } from '@mantine/notifications';
import { Fragment, useEffect, useMemo, useState, useSyncExternalStore, type ReactNode } from 'react';
import { Entrance } from './entrance';
import { Interruptions } from './interruptions';
import { SessionContext, type SignedIn } from './session-context';
import { SessionKeeper } from './session-keeper';
import { type SessionState } from './session-state';

/**
 * Shows its children to the person who is signed in, and the sign-in screen otherwise. If a session ends, the page
 * stays and the sign-in appears above it. For another person the page starts fresh.
 */
export function SessionProvider({ children }: { readonly children: ReactNode }) {
  const [keeper] = useState(() => new SessionKeeper());
  const state = useSyncExternalStore(keeper.subscribe, keeper.current, sessionAtBuild);
  useEffect(() => keeper.open(), [keeper]);
  const shown = state.kind === 'signed-in';
  // They may contain names that only the previous person may see.
  useEffect(() => (shown ? () => notifications.clean() : undefined), [shown]);

  if (state.kind !== 'signed-in') return <Entrance state={state} keeper={keeper} />;
  return (
    <Fragment key={state.session.identity.id}>
      <Provided session={state.session} keeper={keeper}>
        {children}
      </Provided>
      <Interruptions state={state} keeper={keeper} />
    </Fragment>
  );
}

/** The exported pages are rendered before anyone is signed in. */
const LOADING: SessionState = { kind: 'loading' };
function sessionAtBuild(): SessionState {
  return LOADING;
}

interface ProvidedProps {
  readonly session: (SessionState & { kind: 'signed-in' })['session'];
  readonly keeper: SessionKeeper;
  readonly children: ReactNode;
}

function Provided({ session: { identity, signInName }, keeper, children }: ProvidedProps) {
  const signedIn = useMemo<SignedIn>(
    () => ({
      identity,
      signInName,
      may: (permission, vertical) =>
        vertical === undefined
          ? isPermittedSomewhere(identity, permission)
          : isPermitted(identity, permission, vertical),
      signOut: () => keeper.leave(),
      changePassword: (current, next) => keeper.changePassword(current, next),
    }),
    [identity, signInName, keeper],
  );
  return <SessionContext value={signedIn}>{children}</SessionContext>;
}
