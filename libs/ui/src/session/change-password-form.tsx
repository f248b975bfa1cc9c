'use client';

import { LONGEST_PASSWORD, SHORTEST_PASSWORD } from '@lintel/contracts';
import { Alert, Button, Group, Stack } from '@mantine/core';
import { useRef, useState, type ReactNode, type SyntheticEvent } from 'react';
import { WarningIcon } from '../icons/icons';
import { useLanguage, useUiMessages } from '../language/language-provider';
import { troubleOfError, type Trouble } from '../request/trouble';
import { checkPassword, type PasswordDraft, type PasswordFaults } from './password-check';
import { PasswordField } from './password-field';
import { RefusedMessage } from './refused-message';
import { useWait } from './use-wait';

export interface ChangePasswordFormProps {
  /** For password managers: the owner of the password. Null if it isn't known. */
  readonly signInName: string | null;
  /** The current password if it was just typed, so that the person need not enter it again. */
  readonly typed?: string | null;
  /** @throws RequestFailed if the api refuses it */
  readonly change: (current: string, next: string) => Promise<void>;
  readonly onChanged: () => void;
  /** Beside the save button, such as a way out. */
  readonly otherwise: ReactNode;
}

export function ChangePasswordForm({
  signInName,
  typed = null,
  change,
  onChanged,
  otherwise,
}: ChangePasswordFormProps) {
  const text = useUiMessages().session;
  const { format } = useLanguage();
  const [draft, setDraft] = useState<PasswordDraft>({ current: typed ?? '', next: '', again: '' });
  const [faults, setFaults] = useState<PasswordFaults>({});
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [asksCurrent, setAsksCurrent] = useState(typed === null);
  const [pending, setPending] = useState(false);
  const wait = useWait();
  const fields = {
    current: useRef<HTMLInputElement>(null),
    next: useRef<HTMLInputElement>(null),
    again: useRef<HTMLInputElement>(null),
  };

  const send = async (): Promise<void> => {
    setPending(true);
    setTrouble(null);
    try {
      await change(draft.current, draft.next);
      onChanged();
    } catch (error) {
      const refused = troubleOfError(error);
      wait.begin(refused.retryAfterMs ?? 0);
      if (refused.problem?.code === 'SIGN_IN_REFUSED' && refused.retryAfterMs === undefined) {
        setFaults({ current: 'currentWrong' });
        setAsksCurrent(true);
        fields.current.current?.select();
      } else setTrouble(refused);
    } finally {
      setPending(false);
    }
  };
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (pending || wait.leftMs > 0) return;
    const found = checkPassword(draft);
    setFaults(found);
    const first = (['current', 'next', 'again'] as const).find((field) => found[field] !== undefined);
    if (first === undefined) void send();
    else fields[first].current?.focus();
  };
  const words: Record<NonNullable<PasswordFaults[keyof PasswordFaults]>, string> = {
    ...text.faults,
    tooShort: text.faults.tooShort(format.integer(SHORTEST_PASSWORD), format.integer(draft.next.length)),
    tooLong: text.faults.tooLong(format.integer(LONGEST_PASSWORD)),
  };
  const field = (name: keyof PasswordDraft) => {
    const fault = faults[name];
    return {
      name,
      inputRef: fields[name],
      value: draft[name],
      onChange: (value: string) => setDraft((before) => ({ ...before, [name]: value })),
      error: fault === undefined ? null : words[fault],
    };
  };

  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        {trouble !== null && (
          <Alert variant="light" color="orange" icon={<WarningIcon />}>
            <RefusedMessage trouble={trouble} wait={wait} />
          </Alert>
        )}
        {signInName !== null && (
          <input type="text" name="username" autoComplete="username" value={signInName} readOnly hidden />
        )}
        {asksCurrent && (
          <PasswordField {...field('current')} label={text.currentPassword} autoComplete="current-password" autoFocus />
        )}
        <PasswordField
          {...field('next')}
          label={text.newPassword}
          description={text.passwordRule(format.integer(SHORTEST_PASSWORD))}
          autoComplete="new-password"
          autoFocus={!asksCurrent}
        />
        <PasswordField {...field('again')} label={text.passwordAgain} autoComplete="new-password" />
        <Group justify="space-between">
          {otherwise}
          <Button type="submit" loading={pending} disabled={wait.leftMs > 0}>
            {text.save}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
