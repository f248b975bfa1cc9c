'use client';

import { type Session } from '@lintel/contracts';
import { Alert, Button, Stack, TextInput } from '@mantine/core';
import { useRef, useState, type SyntheticEvent } from 'react';
import { WarningIcon } from '../icons/icons';
import { useUiMessages } from '../language/language-provider';
import { troubleOfError, type Trouble } from '../request/trouble';
import { PasswordField } from './password-field';
import { RefusedMessage } from './refused-message';
import { signIn } from './session-api';
import { checkSignIn, type SignInFaults } from './sign-in-check';
import { useWait } from './use-wait';

export interface SignInFormProps {
  readonly onSignedIn: (session: Session, password: string) => void;
  /** Name of the previous person; it can be changed. */
  readonly signInName?: string;
}

/** Name and password, accessible by pointer, keyboard, password managers and screen readers. */
export function SignInForm({ onSignedIn, signInName = '' }: SignInFormProps) {
  const text = useUiMessages().session;
  const [name, setName] = useState(signInName);
  const [password, setPassword] = useState('');
  const [faults, setFaults] = useState<SignInFaults>({});
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [pending, setPending] = useState(false);
  const wait = useWait();
  const nameField = useRef<HTMLInputElement>(null);
  const passwordField = useRef<HTMLInputElement>(null);

  const send = async (): Promise<void> => {
    setPending(true);
    setTrouble(null);
    try {
      onSignedIn(await signIn(name, password), password);
    } catch (error) {
      const refused = troubleOfError(error);
      setTrouble(refused);
      wait.begin(refused.retryAfterMs ?? 0);
      setPending(false);
      // The password is wrong most often; it is selected, so that typing replaces it.
      if (refused.problem !== undefined) passwordField.current?.select();
    }
  };
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (pending || wait.leftMs > 0) return;
    const found = checkSignIn(name, password);
    setFaults(found);
    if (found.name !== undefined) nameField.current?.focus();
    else if (found.password !== undefined) passwordField.current?.focus();
    else void send();
  };

  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        {trouble !== null && (
          <Alert variant="light" color="orange" icon={<WarningIcon />}>
            <RefusedMessage trouble={trouble} wait={wait} />
          </Alert>
        )}
        <TextInput
          ref={nameField}
          label={text.signInName}
          name="username"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={faults.name === undefined ? null : text.faults[faults.name]}
          {...(signInName === '' ? { 'data-autofocus': true, autoFocus: true } : {})}
        />
        <PasswordField
          inputRef={passwordField}
          label={text.password}
          name="password"
          autoComplete="current-password"
          value={password}
          onChange={setPassword}
          error={faults.password === undefined ? null : text.faults[faults.password]}
          autoFocus={signInName !== ''}
        />
        <Button type="submit" loading={pending} disabled={wait.leftMs > 0}>
          {text.signIn}
        </Button>
      </Stack>
    </form>
  );
}
