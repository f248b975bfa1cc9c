'use client';

import { type Session } from '@lintel/contracts';
import { Divider, Stack } from '@mantine/core';
import { useUiMessages } from '../language/language-provider';
import { ProviderLink } from './provider-link';
import { SignInForm } from './sign-in-form';
import { useSignInMethods } from './use-sign-in-methods';
import classes from './entrance.module.css';

export interface SignInWaysProps {
  readonly onSignedIn: (session: Session, password: string) => void;
  readonly signInName?: string;
  /** True if the page must stay as it is. */
  readonly abovePage?: boolean;
}

/** All ways to sign in that this installation offers. */
export function SignInWays({ onSignedIn, signInName = '', abovePage = false }: SignInWaysProps) {
  const text = useUiMessages().session;
  const { password, oidc } = useSignInMethods();
  return (
    <Stack gap="md">
      {oidc !== null && <ProviderLink provider={oidc} newTab={abovePage} />}
      {oidc !== null && password && <Divider label={text.or} />}
      {password && <SignInForm onSignedIn={onSignedIn} signInName={signInName} />}
      {password && <p className={classes['small']}>{text.forgotten}</p>}
    </Stack>
  );
}
