'use client';

import { Kbd, Select, type ComboboxItem } from '@mantine/core';
import { useState, type Ref } from 'react';
import { NONE_OF_THESE } from '../classes/none-of-these';
import { useClassName } from '../classes/use-class-name';
import { useText } from '../language/text';
import classes from './verdict-control.module.css';

/** The contract's maximum length of a class name. */
const MAX_CLASS_NAME = 100;

export interface ClassSelectProps {
  readonly classNames: readonly string[];
  /** Null if nothing is chosen, or the choice is shown elsewhere. */
  readonly value: string | null;
  readonly placeholder: string;
  readonly onChoose: (className: string) => void;
  /** Shown beside the classes. */
  readonly keys?: ReadonlyMap<string, string> | undefined;
  readonly inputRef?: Ref<HTMLInputElement>;
}

/** Every class, "none of these", and a new class by its name. */
export function ClassSelect({ classNames, value, placeholder, onChoose, keys, inputRef }: ClassSelectProps) {
  const text = useText().verdict;
  const nameOf = useClassName();
  const [search, setSearch] = useState('');
  const typed = search.trim().normalize('NFC').slice(0, MAX_CLASS_NAME);
  const known = [...classNames, NONE_OF_THESE];
  // A verdict may name a class that the model does not know yet.
  const options = value === null || known.includes(value) ? known : [...classNames, value, NONE_OF_THESE];
  const same = (name: string): boolean =>
    [name, nameOf(name)].some((each) => each.toLowerCase() === typed.toLowerCase());
  const data: ComboboxItem[] = options.map((name) => ({ value: name, label: nameOf(name) }));
  if (typed !== '' && !options.some(same)) data.push({ value: typed, label: text.newClass(typed) });
  return (
    <Select
      ref={inputRef ?? null}
      size="xs"
      className={classes['other'] ?? ''}
      aria-label={text.other}
      placeholder={placeholder}
      data={data}
      value={value}
      searchValue={search}
      onSearchChange={setSearch}
      onChange={(className) => {
        if (className !== null) onChoose(className);
      }}
      renderOption={({ option }) => (
        <span className={classes['option']}>
          {option.label}
          {keys?.has(option.value) === true && (
            <Kbd size="xs" aria-hidden>
              {keys.get(option.value)}
            </Kbd>
          )}
        </span>
      )}
      comboboxProps={{ zIndex: 310 }}
      allowDeselect={false}
      maxDropdownHeight={320}
      searchable
    />
  );
}
