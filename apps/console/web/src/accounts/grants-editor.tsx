'use client';

import { ROLES, type Account, type Grant } from '@lintel/contracts';
import { PlusIcon, TrashIcon, useSession } from '@lintel/ui';
import { ActionIcon, Button, Fieldset, NativeSelect, Stack } from '@mantine/core';
import { useText } from '../language/text';
import { useData } from '../live/use-data';
import { fetchModels } from '../models/client';
import { GrantList, useVerticalName } from './grant-list';
import { givableRoles, knownVerticals, nextGrant } from './grants';
import classes from './accounts.module.css';

export interface GrantsEditorProps {
  readonly grants: readonly Grant[];
  readonly accounts: readonly Pick<Account, 'grants'>[];
  readonly hint: string;
  /** Why they can't be changed; null: they can. */
  readonly fixed?: string | null;
  readonly error?: string | null;
  readonly onChange: (grants: readonly Grant[]) => void;
}

/** One line a role: the vertical, and the role. */
export function GrantsEditor({ grants, accounts, hint, fixed = null, error = null, onChange }: GrantsEditorProps) {
  const text = useText().accounts;
  const { identity } = useSession();
  const { state } = useData({ key: 'models', load: fetchModels, watch: { tables: ['model'] } });
  const verticals = knownVerticals(state.kind === 'ready' ? state.value : [], [...accounts, { grants: [...grants] }]);
  const next = nextGrant(identity, verticals, grants);
  const replace = (at: number, change: Partial<Grant>): void =>
    onChange(grants.map((grant, index) => (index === at ? { ...grant, ...change } : grant)));

  if (fixed !== null) {
    return (
      <Fieldset legend={text.grants}>
        <GrantList grants={grants} />
        <p className={classes['hint']}>{fixed}</p>
      </Fieldset>
    );
  }
  return (
    <Fieldset legend={text.grants}>
      <Stack gap="sm">
        <p className={classes['hint']}>{hint}</p>
        {grants.map((grant, index) => (
          <GrantLine
            key={grant.vertical}
            grant={grant}
            verticals={verticals.filter(
              (one) => one === grant.vertical || !grants.some(({ vertical }) => vertical === one),
            )}
            onChange={(change) => replace(index, change)}
            onRemove={() => onChange(grants.filter((_, at) => at !== index))}
          />
        ))}
        {error !== null && (
          <p className={classes['error']} role="alert">
            {error}
          </p>
        )}
        {next !== undefined && (
          <Button
            size="xs"
            variant="default"
            leftSection={<PlusIcon size={16} />}
            className={classes['start']}
            onClick={() => onChange([...grants, next])}
          >
            {text.addGrant}
          </Button>
        )}
        <dl className={classes['roleHints']}>
          {ROLES.map((role) => (
            <div key={role}>
              <dt>{text.roles[role]}</dt>
              <dd>{text.roleHints[role]}</dd>
            </div>
          ))}
        </dl>
      </Stack>
    </Fieldset>
  );
}

interface GrantLineProps {
  readonly grant: Grant;
  readonly verticals: readonly string[];
  readonly onChange: (change: Partial<Grant>) => void;
  readonly onRemove: () => void;
}

function GrantLine({ grant: { vertical, role }, verticals, onChange, onRemove }: GrantLineProps) {
  const text = useText().accounts;
  const nameOf = useVerticalName();
  const { identity } = useSession();
  const offered = givableRoles(identity, vertical);
  // A role granted by another person stays selectable, even if the current person could not grant it.
  const roles = ROLES.filter((one) => one === role || offered.includes(one));
  return (
    <div className={classes['grant']}>
      <NativeSelect
        aria-label={text.vertical}
        value={vertical}
        data={verticals
          .filter((one) => one === vertical || givableRoles(identity, one).includes(role))
          .map((value) => ({ value, label: nameOf(value) }))}
        onChange={({ currentTarget: { value } }) => onChange({ vertical: value })}
      />
      <NativeSelect
        aria-label={`${text.role}: ${nameOf(vertical)}`}
        value={role}
        data={roles.map((value) => ({ value, label: text.roles[value] }))}
        onChange={({ currentTarget: { value } }) => onChange({ role: ROLES.find((one) => one === value) ?? role })}
      />
      <ActionIcon variant="default" size={36} aria-label={text.removeGrant(nameOf(vertical))} onClick={onRemove}>
        <TrashIcon size={17} />
      </ActionIcon>
    </div>
  );
}
