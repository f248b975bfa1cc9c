'use client';

import { useShortcuts } from '@lintel/ui';
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useRef, useState } from 'react';
import { addressOf, type AuditFilter } from '../addresses';
import { useText } from '../language/text';
import { OUTCOMES } from './audit-filter';
import classes from './audit.module.css';

/** Delay after typing before a request, in milliseconds. */
const PAUSE_MS = 400;
const WORDS = ['actor', 'action', 'subject', 'vertical', 'text'] as const;
type Words = Readonly<Record<(typeof WORDS)[number], string>>;

export interface AuditFiltersProps {
  readonly filter: AuditFilter;
  readonly onChange: (filter: AuditFilter) => void;
}

/** The filter; it is kept in the address, so that it can be shared. */
export function AuditFilters({ filter, onChange }: AuditFiltersProps) {
  const text = useText().audit;
  const first = useRef<HTMLInputElement>(null);
  const [draft, setDraft] = useState<Words>(() => wordsOf(filter));
  const [known, setKnown] = useState(() => addressOf.audit(filter));
  const [told, setTold] = useState(known);
  // The address was changed from outside, such as by a link to all actions of a person.
  if (addressOf.audit(filter) !== known) {
    setKnown(addressOf.audit(filter));
    if (addressOf.audit(filter) !== told) setDraft(wordsOf(filter));
  }
  useShortcuts([{ keys: '/', label: text.toFilter, run: () => first.current?.focus() }]);

  const tell = (next: AuditFilter): void => {
    setTold(addressOf.audit(next));
    onChange(next);
  };
  const tellLater = useDebouncedCallback((words: Words) => tell(filterOf(words, filter.outcome)), PAUSE_MS);
  const write = (name: keyof Words, value: string): void => {
    const words = { ...draft, [name]: value };
    setDraft(words);
    tellLater(words);
  };
  return (
    <form
      className={classes['filters']}
      role="search"
      aria-label={text.filters}
      onSubmit={(event) => {
        event.preventDefault();
        tell(filterOf(draft, filter.outcome));
      }}
    >
      {WORDS.map((name) => (
        <TextInput
          key={name}
          {...(name === 'actor' ? { ref: first } : {})}
          label={text.filter[name]}
          {...(name === 'text' ? { title: text.textHint } : {})}
          {...(name === 'action' ? { placeholder: 'model.promoted' } : {})}
          spellCheck={false}
          value={draft[name]}
          onChange={({ currentTarget: { value } }) => write(name, value)}
        />
      ))}
      <NativeSelect
        label={text.filter.outcome}
        value={filter.outcome ?? ''}
        data={[
          { value: '', label: text.everyOutcome },
          ...OUTCOMES.map((value) => ({ value, label: text.outcomes[value] })),
        ]}
        onChange={({ currentTarget: { value } }) =>
          tell(
            filterOf(
              draft,
              OUTCOMES.find((one) => one === value),
            ),
          )
        }
      />
      {addressOf.audit(filter) !== addressOf.audit() && (
        <Button
          variant="subtle"
          color="gray"
          onClick={() => {
            setDraft(wordsOf({}));
            tell({});
          }}
        >
          {text.clearFilters}
        </Button>
      )}
    </form>
  );
}

function wordsOf({ actor = '', action = '', subject = '', vertical = '', text = '' }: AuditFilter): Words {
  return { actor, action, subject, vertical, text };
}

function filterOf(words: Words, outcome: AuditFilter['outcome']): AuditFilter {
  const written = WORDS.flatMap((name) => (words[name].trim() === '' ? [] : [[name, words[name].trim()] as const]));
  return { ...Object.fromEntries(written), ...(outcome === undefined ? {} : { outcome }) };
}
