'use client';

import { signInNameSchema, type Account, type Grant } from '@lintel/contracts';
import { ProblemAlert, useAction, useSession, useTroubleWriter, type Trouble } from '@lintel/ui';
import { Button, Drawer, Group, Stack, TextInput } from '@mantine/core';
import { useState, type SyntheticEvent } from 'react';
import { useText } from '../language/text';
import { changeAccount, createAccount, type CreatedAccount } from './accounts-api';
import { GrantsEditor } from './grants-editor';

const LONGEST_NAME = 100;

export interface AccountDrawerProps {
  /** `new`: a new account; null: closed. */
  readonly edited: Account | 'new' | null;
  /** All accounts: their verticals are offered. */
  readonly accounts: readonly Account[];
  readonly onClose: () => void;
  /** Receives the password of a new account; null after a change. */
  readonly onSaved: (created: CreatedAccount | null) => void;
}

export function AccountDrawer({ edited, ...rest }: AccountDrawerProps) {
  const text = useText().accounts;
  return (
    <Drawer
      opened={edited !== null}
      onClose={rest.onClose}
      position="right"
      size={560}
      title={edited === null || edited === 'new' ? text.create : text.editTitle(edited.name)}
    >
      <AccountForm edited={edited === 'new' ? null : edited} {...rest} />
    </Drawer>
  );
}

interface AccountFormProps extends Omit<AccountDrawerProps, 'edited'> {
  /** Null: a new one. */
  readonly edited: Account | null;
}

function AccountForm({ edited, accounts, onClose, onSaved }: AccountFormProps) {
  const { general, accounts: text } = useText();
  const write = useTroubleWriter();
  const { identity } = useSession();
  const { run, pending } = useAction();
  const [name, setName] = useState(edited?.name ?? '');
  const [signInName, setSignInName] = useState('');
  const [grants, setGrants] = useState<readonly Grant[]>(edited?.grants ?? []);
  const [tried, setTried] = useState(false);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const own = edited?.id === identity.id;
  const fixedGrants = own ? text.ownGrants : edited?.external === true ? text.externalGrants : null;
  const named = signInNameSchema.safeParse(signInName);

  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    setTried(true);
    setTrouble(null);
    if (name.trim() === '') return;
    if (edited === null) {
      if (!named.success) return;
      void run(() => createAccount({ name: name.trim(), signInName: named.data, grants: [...grants] }), {
        onDone: onSaved,
        onTrouble: setTrouble,
      });
      return;
    }
    const change = { name: name.trim(), ...(fixedGrants === null ? { grants: [...grants] } : {}) };
    void run(() => changeAccount(edited.id, change), {
      done: text.saved(change.name),
      onDone: () => onSaved(null),
      onTrouble: setTrouble,
    });
  };

  return (
    <form onSubmit={submit} noValidate autoComplete="off">
      <Stack>
        <TextInput
          label={text.name}
          description={text.nameHint}
          required
          maxLength={LONGEST_NAME}
          value={name}
          onChange={({ currentTarget: { value } }) => setName(value)}
          error={tried && name.trim() === '' ? text.nameMissing : null}
          data-autofocus
        />
        {edited === null && (
          <TextInput
            label={text.signInName}
            description={text.signInNameHint}
            required
            maxLength={LONGEST_NAME}
            autoCapitalize="none"
            spellCheck={false}
            value={signInName}
            onChange={({ currentTarget: { value } }) => setSignInName(value)}
            error={tried && !named.success ? text.signInNameWrong : null}
          />
        )}
        <GrantsEditor
          grants={grants}
          accounts={accounts}
          hint={text.grantsHint}
          fixed={fixedGrants}
          onChange={setGrants}
        />
        {trouble !== null && <ProblemAlert problem={write(trouble)} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {general.cancel}
          </Button>
          <Button type="submit" loading={pending}>
            {edited === null ? text.createAction : general.save}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
