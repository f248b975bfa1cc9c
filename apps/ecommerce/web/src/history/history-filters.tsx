'use client';

import { useLanguage } from '@lintel/ui';
import { NativeSelect, Switch } from '@mantine/core';
import { type HistoryFilter } from '../api/client';
import { useText } from '../language/text';
import { useModel } from '../model/model-provider';
import classes from './history.module.css';

export interface HistoryFiltersProps {
  readonly filter: HistoryFilter;
  readonly onChange: (filter: HistoryFilter) => void;
  /** Null while it isn't known. */
  readonly total: number | null;
}

export function HistoryFilters({ filter, onChange, total }: HistoryFiltersProps) {
  const text = useText().history;
  const { format } = useLanguage();
  const { state } = useModel();
  const known = state.kind === 'ready' ? state.manifest.classNames : [];
  // An address may name a class of a former model.
  const classNames =
    filter.className === null || known.includes(filter.className) ? known : [filter.className, ...known];
  return (
    <div className={classes['filters']}>
      <NativeSelect
        aria-label={text.className}
        value={filter.className ?? ''}
        onChange={({ currentTarget: { value } }) => onChange({ ...filter, className: value === '' ? null : value })}
        data={[{ value: '', label: text.everyClass }, ...classNames.map((name) => ({ value: name, label: name }))]}
      />
      <Switch
        label={text.unsureOnly}
        checked={filter.unsure}
        onChange={({ currentTarget: { checked } }) => onChange({ ...filter, unsure: checked })}
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
      <p className={classes['total']} role="status">
        {total === null ? '' : text.found(total, format.integer(total))}
      </p>
    </div>
  );
}
