'use client';

import { type Account } from '@lintel/contracts';
import {
  Moment,
  PersonIcon,
  PlusIcon,
  Section,
  SortableTable,
  StateMessage,
  StatusBadge,
  useLanguage,
  useSession,
  useShortcuts,
  WarningIcon,
} from '@lintel/ui';
import { Alert, Button } from '@mantine/core';
import { useState } from 'react';
import { useAddressParameter } from '../address/use-address-parameter';
import { useText } from '../language/text';
import { DataView } from '../live/data-view';
import { useData } from '../live/use-data';
import { AccountActions } from './account-actions';
import { AccountDrawer } from './account-drawer';
import { AccountStates } from './account-states';
import { fetchAccounts, type CreatedAccount } from './accounts-api';
import { GrantList } from './grant-list';
import { OneTimeSecret } from './one-time-secret';
import classes from './accounts.module.css';

const LOOK_EVERY_MS = 30_000;

/** All accounts, with the actions for each. */
export function People() {
  const text = useText().accounts;
  const { format } = useLanguage();
  const data = useData({
    key: 'accounts',
    load: fetchAccounts,
    watch: { tables: ['account'] },
    everyMs: LOOK_EVERY_MS,
  });
  const [asked, setAsked] = useAddressParameter('edit', { as: 'push' });
  const [made, setMade] = useState<CreatedAccount | null>(null);
  const create = (): void => setAsked('new');
  const close = (): void => setAsked(null);
  useShortcuts([{ keys: 'N', label: text.create, run: create }]);
  const accounts = data.state.kind === 'ready' ? data.state.value : [];
  const edited = asked === 'new' ? 'new' : (accounts.find(({ id }) => id === asked) ?? null);
  const withoutRole = accounts.filter(({ grants, disabled }) => grants.length === 0 && !disabled);

  return (
    <>
      <DataView data={data}>
        {(people) => (
          <Section
            title={text.people}
            aside={
              <Button size="xs" leftSection={<PlusIcon size={16} />} onClick={create}>
                {text.create}
              </Button>
            }
          >
            {withoutRole.length > 0 && (
              <Alert color="orange" variant="light" mb="md" icon={<WarningIcon size={18} />}>
                {text.withoutRole(withoutRole.length, format.list(withoutRole.map(({ name }) => name)))}
              </Alert>
            )}
            {people.length === 0 ? (
              <StateMessage kind="empty" icon={<PersonIcon size={26} />} title={text.people} />
            ) : (
              <PeopleTable
                people={people}
                onEdit={({ id }) => setAsked(id)}
                onMade={setMade}
                onChanged={data.refresh}
              />
            )}
          </Section>
        )}
      </DataView>
      <AccountDrawer
        edited={edited}
        accounts={accounts}
        onClose={close}
        onSaved={(created) => {
          close();
          setMade(created);
          data.refresh();
        }}
      />
      <OneTimeSecret
        secret={
          made === null
            ? null
            : {
                title: text.secret.passwordTitle(made.account.name),
                body: text.secret.passwordBody,
                facts: [[text.secret.signInName, made.account.signInName]],
                label: text.secret.password,
                value: made.password,
                kept: text.secret.passedOn,
              }
        }
        onKept={() => setMade(null)}
      />
    </>
  );
}

interface PeopleTableProps {
  readonly people: readonly Account[];
  readonly onEdit: (account: Account) => void;
  readonly onMade: (created: CreatedAccount) => void;
  readonly onChanged: () => void;
}

function PeopleTable({ people, ...actions }: PeopleTableProps) {
  const text = useText().accounts;
  const { identity } = useSession();
  return (
    <SortableTable
      name="people"
      caption={text.peopleCaption}
      rows={people}
      columns={[
        {
          key: 'name',
          label: text.column.name,
          // Names may be shared, sign-in names may not.
          value: ({ name, signInName }) => `${name} ${signInName}`,
          show: ({ id, name, signInName }) => (
            <span className={classes['name']} data-account={signInName}>
              <span>
                {name}
                {id === identity.id && (
                  <>
                    {' '}
                    <StatusBadge tone="quiet">{text.you}</StatusBadge>
                  </>
                )}
              </span>
              <small>{signInName}</small>
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
          key: 'lastSignIn',
          label: text.column.lastSignIn,
          value: ({ lastSignInAt }) => lastSignInAt ?? '',
          show: ({ lastSignInAt }) => (lastSignInAt === null ? text.never : <Moment iso={lastSignInAt} />),
        },
        {
          key: 'state',
          label: text.column.state,
          value: ({ disabled, lockedUntil }) => (disabled ? '2' : lockedUntil === null ? '0' : '1'),
          show: (account) => <AccountStates account={account} />,
        },
        {
          key: 'actions',
          label: text.column.actions,
          value: () => '',
          sortable: false,
          show: (account) => <AccountActions account={account} own={account.id === identity.id} {...actions} />,
        },
      ]}
    />
  );
}
