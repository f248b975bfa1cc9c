'use client';

import { type Permission } from '@lintel/contracts';
import { Checkbox, Fieldset, Stack } from '@mantine/core';
import { useText } from '../language/text';
import { scopeGroups } from './scope-groups';
import classes from './accounts.module.css';

export interface ScopesFieldProps {
  /** Permissions of the chosen roles; nothing else can be ticked. */
  readonly allowed: readonly Permission[];
  readonly ticked: readonly Permission[];
  readonly error: string | null;
  readonly onChange: (ticked: readonly Permission[]) => void;
}

/** The permissions of a key, grouped by subject. */
export function ScopesField({ allowed, ticked, error, onChange }: ScopesFieldProps) {
  const text = useText().accounts;
  const toggle = (permission: Permission): void =>
    onChange(ticked.includes(permission) ? ticked.filter((other) => other !== permission) : [...ticked, permission]);
  return (
    <Fieldset legend={text.key.scopes}>
      <p className={classes['hint']}>{text.key.scopesHint}</p>
      {scopeGroups().map(([group, permissions]) => (
        <section key={group} className={classes['group']} aria-label={text.group[group]}>
          <h3>{text.group[group]}</h3>
          <Stack gap={6}>
            {permissions.map((permission) => (
              <Checkbox
                key={permission}
                size="sm"
                label={text.permission[permission]}
                description={allowed.includes(permission) ? permission : `${permission} – ${text.key.notInRole}`}
                checked={ticked.includes(permission)}
                disabled={!allowed.includes(permission)}
                onChange={() => toggle(permission)}
              />
            ))}
          </Stack>
        </section>
      ))}
      {error !== null && (
        <p className={classes['error']} role="alert">
          {error}
        </p>
      )}
    </Fieldset>
  );
}
