'use client';

import { type Session } from '@lintel/contracts';
import { Alert, Stack } from '@mantine/core';
import { useEffect, useState } from 'react';
import { WarningIcon } from '../icons/icons';
import { useUiMessages } from '../language/language-provider';
import { wasRefused, withoutRefusal } from './refused-in-address';
import { SignInWays } from './sign-in-ways';
import classes from './entrance.module.css';

export interface SignInScreenProps {
  readonly onSignedIn: (session: Session, password: string) => void;
}

/** Replaces the app while no one is signed in. */
export function SignInScreen({ onSignedIn }: SignInScreenProps) {
  const text = useUiMessages().session;
  const [refused] = useState(() => wasRefused(window.location.search));
  useEffect(() => {
    if (refused) window.history.replaceState(window.history.state, '', withoutRefusal(window.location));
  }, [refused]);
  return (
    <Stack gap="lg">
      <title>{`${text.signIn} · Lintel`}</title>
      <h1 className={classes['title']}>{text.signInTo}</h1>
      {refused && (
        <Alert variant="light" color="orange" icon={<WarningIcon />}>
          <strong>{text.providerRefused.title}</strong>
          <p className={classes['cure']}>{text.providerRefused.cure}</p>
        </Alert>
      )}
      <SignInWays onSignedIn={onSignedIn} />
    </Stack>
  );
}
