'use client';

import { useLanguage } from '@lintel/ui';
import { CloseButton, NativeSelect, Switch, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useState } from 'react';
import { type HistoryFilter } from '../api/client';
import { useClassName } from '../classes/use-class-name';
import { useText } from '../language/text';
import { useModel } from '../model/model-provider';
import classes from './history.module.css';

const TYPING_MS = 350;

export interface HistoryFiltersProps {
  readonly filter: HistoryFilter;
  readonly onChange: (filter: HistoryFilter) => void;
  /** Delay while a person types, in milliseconds. */
  readonly onSearch: (search: string) => void;
  /** Null while it isn't known. */
  readonly total: number | null;
}

export function HistoryFilters({ filter, onChange, onSearch, total }: HistoryFiltersProps) {
  const text = useText().history;
  const { format } = useLanguage();
  const nameOf = useClassName();
  const { state } = useModel();
  const known = state.kind === 'ready' ? state.manifest.reading.classNames : [];
  // An address may name a class of a former model.
  const classNames =
    filter.className === null || known.includes(filter.className) ? known : [filter.className, ...known];
  return (
    <div className={classes['filters']} role="search">
      <SearchField search={filter.search} onSearch={onSearch} />
      <NativeSelect
        aria-label={text.className}
        value={filter.className ?? ''}
        onChange={({ currentTarget: { value } }) => onChange({ ...filter, className: value === '' ? null : value })}
        data={[
          { value: '', label: text.everyClass },
          ...classNames.map((name) => ({ value: name, label: nameOf(name) })),
        ]}
      />
      <NativeSelect
        aria-label={text.checked}
        value={filter.checked === null ? '' : String(filter.checked)}
        onChange={({ currentTarget: { value } }) =>
          onChange({ ...filter, checked: value === '' ? null : value === 'true' })
        }
        data={[
          { value: '', label: text.checkedOrNot },
          { value: 'true', label: text.checkedOnly },
          { value: 'false', label: text.uncheckedOnly },
        ]}
      />
      <div className={classes['days']}>
        {(['from', 'to'] as const).map((end) => (
          <TextInput
            key={end}
            type="date"
            aria-label={text[end]}
            title={text[end]}
            className={classes['day'] ?? ''}
            value={filter[end] ?? ''}
            onChange={({ currentTarget: { value } }) => onChange({ ...filter, [end]: value === '' ? null : value })}
          />
        ))}
      </div>
      <Switch
        label={text.unsureOnly}
        checked={filter.unsure}
        onChange={({ currentTarget: { checked } }) => onChange({ ...filter, unsure: checked })}
      />
      <p className={classes['total']} role="status">
        {total === null ? '' : text.found(total, format.integer(total))}
      </p>
    </div>
  );
}

/** Keeps the typed text, and searches once the typing pauses. */
function SearchField({ search, onSearch }: Pick<HistoryFiltersProps, 'onSearch'> & { readonly search: string }) {
  const text = useText().history;
  const [typed, setTyped] = useState(search);
  const [asked, setAsked] = useState(search);
  const ask = (words: string): void => {
    setAsked(words);
    onSearch(words);
  };
  const askSoon = useDebouncedCallback(ask, TYPING_MS);
  // The change comes from elsewhere: the back button, or all filters were removed.
  const [seen, setSeen] = useState(search);
  if (search !== seen) {
    setSeen(search);
    if (search !== asked) {
      setAsked(search);
      setTyped(search);
    }
  }
  return (
    <TextInput
      type="text"
      className={classes['search'] ?? ''}
      aria-label={text.search}
      placeholder={text.search}
      maxLength={100}
      value={typed}
      onChange={({ currentTarget: { value } }) => {
        setTyped(value);
        askSoon(value.trim());
      }}
      rightSection={
        typed === '' ? null : (
          <CloseButton
            size="sm"
            aria-label={text.clearSearch}
            onClick={() => {
              setTyped('');
              ask('');
            }}
          />
        )
      }
    />
  );
}
