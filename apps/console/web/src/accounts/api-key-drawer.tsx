'use client';

import { type Grant, type Permission } from '@lintel/contracts';
import { ProblemAlert, useAction, useTroubleWriter, type Trouble } from '@lintel/ui';
import { Button, Drawer, Group, NativeSelect, Stack, TextInput } from '@mantine/core';
import { useState, type SyntheticEvent } from 'react';
import { useText } from '../language/text';
import { createApiKey, type CreatedApiKey } from './accounts-api';
import { permissionsOfGrants } from './grants';
import { GrantsEditor } from './grants-editor';
import { ScopesField } from './scopes-field';

const LONGEST_NAME = 100;
/** Days; null: never. */
const EXPIRIES = { '30': 30, '90': 90, '365': 365, never: null } as const;
type Expiry = keyof typeof EXPIRIES;
const EXPIRY_NAMES: readonly Expiry[] = ['30', '90', '365', 'never'];

export interface ApiKeyDrawerProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onCreated: (created: CreatedApiKey) => void;
}

export function ApiKeyDrawer({ opened, ...rest }: ApiKeyDrawerProps) {
  const text = useText().accounts.key;
  return (
    <Drawer opened={opened} onClose={rest.onClose} position="right" size={560} title={text.create}>
      <ApiKeyForm {...rest} />
    </Drawer>
  );
}

function ApiKeyForm({ onClose, onCreated }: Omit<ApiKeyDrawerProps, 'opened'>) {
  const { general, accounts } = useText();
  const text = accounts.key;
  const write = useTroubleWriter();
  const { run, pending } = useAction();
  const [name, setName] = useState('');
  const [grants, setGrants] = useState<readonly Grant[]>([]);
  const [ticked, setTicked] = useState<readonly Permission[]>([]);
  const [expiry, setExpiry] = useState<Expiry>('365');
  const [tried, setTried] = useState(false);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const allowed = permissionsOfGrants(grants);
  // Permissions of a role that was chosen before are not sent.
  const scopes = ticked.filter((scope) => allowed.includes(scope));

  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    setTried(true);
    setTrouble(null);
    if (name.trim() === '' || grants.length === 0 || scopes.length === 0) return;
    void run(() => createApiKey({ name: name.trim(), grants: [...grants], scopes, expiresInDays: EXPIRIES[expiry] }), {
      onDone: onCreated,
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
          error={tried && name.trim() === '' ? accounts.nameMissing : null}
          data-autofocus
        />
        <GrantsEditor
          grants={grants}
          accounts={[]}
          hint={text.grantsHint}
          error={tried && grants.length === 0 ? text.grantMissing : null}
          onChange={setGrants}
        />
        <ScopesField
          allowed={allowed}
          ticked={scopes}
          error={tried && scopes.length === 0 ? text.scopeMissing : null}
          onChange={setTicked}
        />
        <NativeSelect
          label={text.expires}
          description={expiry === 'never' ? text.neverHint : null}
          value={expiry}
          data={EXPIRY_NAMES.map((value) => ({ value, label: text.expiresIn[value] }))}
          onChange={({ currentTarget: { value } }) => setExpiry(EXPIRY_NAMES.find((one) => one === value) ?? expiry)}
        />
        {trouble !== null && <ProblemAlert problem={write(trouble)} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {general.cancel}
          </Button>
          <Button type="submit" loading={pending}>
            {text.createAction}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
