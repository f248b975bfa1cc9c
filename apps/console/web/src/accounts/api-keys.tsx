'use client';

import { type ApiKey } from '@lintel/contracts';
import {
  DangerButton,
  Moment,
  PlusIcon,
  Section,
  SortableTable,
  StateMessage,
  StatusBadge,
  useAction,
  useConfirm,
  useNow,
  useShortcuts,
} from '@lintel/ui';
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useAddressParameter } from '../address/use-address-parameter';
import { useText } from '../language/text';
import { DataView } from '../live/data-view';
import { useData } from '../live/use-data';
import { fetchApiKeys, revokeApiKey, type CreatedApiKey } from './accounts-api';
import { ApiKeyDrawer } from './api-key-drawer';
import { GrantList } from './grant-list';
import { keyState, type KeyState } from './key-state';
import { OneTimeSecret } from './one-time-secret';
import classes from './accounts.module.css';

const LOOK_EVERY_MS = 30_000;
const TONES: Readonly<Record<KeyState, 'good' | 'quiet'>> = { active: 'good', expired: 'quiet', revoked: 'quiet' };

/** The API keys that machines sign in with. */
export function ApiKeys() {
  const { accounts } = useText();
  const text = accounts.key;
  const data = useData({
    key: 'api-keys',
    load: fetchApiKeys,
    watch: { tables: ['api_key'] },
    everyMs: LOOK_EVERY_MS,
  });
  const [asked, setAsked] = useAddressParameter('new', { as: 'push' });
  const [made, setMade] = useState<CreatedApiKey | null>(null);
  const create = (): void => setAsked('key');
  useShortcuts([{ keys: 'N', label: text.create, run: create }]);
  return (
    <>
      <DataView data={data}>
        {(keys) => (
          <Section
            title={accounts.keys}
            aside={
              <Button size="xs" leftSection={<PlusIcon size={16} />} onClick={create}>
                {text.create}
              </Button>
            }
          >
            {keys.length === 0 ? (
              <StateMessage kind="empty" title={text.emptyTitle}>
                <p>{text.emptyBody}</p>
              </StateMessage>
            ) : (
              <KeysTable keys={keys} onChanged={data.refresh} />
            )}
          </Section>
        )}
      </DataView>
      <ApiKeyDrawer
        opened={asked === 'key'}
        onClose={() => setAsked(null)}
        onCreated={(created) => {
          setAsked(null);
          setMade(created);
          data.refresh();
        }}
      />
      <OneTimeSecret
        secret={
          made === null
            ? null
            : {
                title: accounts.secret.keyTitle(made.apiKey.name),
                body: accounts.secret.keyBody,
                label: accounts.secret.key,
                value: made.key,
                kept: accounts.secret.kept,
              }
        }
        onKept={() => setMade(null)}
      />
    </>
  );
}

interface KeysTableProps {
  readonly keys: readonly ApiKey[];
  readonly onChanged: () => void;
}

function KeysTable({ keys, onChanged }: KeysTableProps) {
  const { accounts } = useText();
  const text = accounts.key;
  const nowMs = useNow();
  return (
    <SortableTable
      name="keys"
      caption={text.caption}
      rows={keys}
      columns={[
        {
          key: 'name',
          label: text.column.name,
          value: ({ name, prefix }) => `${name} ${prefix}`,
          show: ({ name, prefix, createdAt, createdBy }) => (
            <span className={classes['name']}>
              <span>{name}</span>
              <small>{`${prefix}…`}</small>
              <small>
                <Moment iso={createdAt} /> {text.madeBy(createdBy)}
              </small>
            </span>
          ),
        },
        {
          key: 'roles',
          label: text.column.roles,
          value: ({ grants }) => grants.map(({ role, vertical }) => `${role} ${vertical}`).join(),
          show: ({ grants }) => <GrantList grants={grants} />,
        },
        {
          key: 'scopes',
          label: text.column.scopes,
          value: ({ scopes }) => scopes.join(),
          show: ({ scopes }) => (
            <span className={classes['scopes']}>{scopes.map((scope) => accounts.permission[scope]).join('; ')}</span>
          ),
        },
        {
          key: 'lastUsed',
          label: text.column.lastUsed,
          value: ({ lastUsedAt }) => lastUsedAt ?? '',
          show: ({ lastUsedAt }) => (lastUsedAt === null ? text.neverUsed : <Moment iso={lastUsedAt} />),
        },
        {
          key: 'expires',
          label: text.column.expires,
          value: ({ expiresAt }) => expiresAt ?? '9',
          show: ({ expiresAt, revokedAt }) =>
            revokedAt !== null ? '–' : expiresAt === null ? text.never : <Moment iso={expiresAt} />,
        },
        {
          key: 'state',
          label: text.column.state,
          value: (key) => keyState(key, nowMs),
          show: (key) => {
            const state = keyState(key, nowMs);
            return <StatusBadge tone={TONES[state]}>{text.states[state]}</StatusBadge>;
          },
        },
        {
          key: 'actions',
          label: text.column.actions,
          value: () => '',
          sortable: false,
          show: (key) => (keyState(key, nowMs) === 'active' ? <Revoke apiKey={key} onChanged={onChanged} /> : ''),
        },
      ]}
    />
  );
}

interface RevokeProps {
  readonly apiKey: ApiKey;
  readonly onChanged: () => void;
}

function Revoke({ apiKey: { id, name }, onChanged }: RevokeProps) {
  const text = useText().accounts.key;
  const confirm = useConfirm();
  const { run, pending } = useAction();
  const revoke = async (): Promise<void> => {
    const sure = await confirm({
      title: text.revokeTitle(name),
      body: text.revokeBody,
      action: text.revoke,
      destructive: true,
    });
    if (sure) await run(() => revokeApiKey(id), { done: text.revoked(name), onDone: onChanged });
  };
  return (
    <DangerButton
      size="xs"
      variant="default"
      loading={pending}
      aria-label={`${text.revoke}: ${name}`}
      onClick={() => void revoke()}
    >
      {text.revoke}
    </DangerButton>
  );
}
