'use client';

import { type TableColumn, type TableSchema } from '@lintel/contracts';
import { Autocomplete, Button, NativeSelect, SimpleGrid, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useMessages } from '../../language/language-provider';
import { CsvInput } from '../csv-input';
import { INPUT_WORDS } from '../input-words';
import { type InputProps } from '../task-view';
import { rowFields, rowOfTexts } from './row-fields';

type Props = InputProps<'tabular-classification'> | InputProps<'tabular-regression'>;

/** A form with a field for each column that the model uses, or a file of rows. */
export function RowInput({ manifest, pending, onValue, onFile }: Props) {
  const text = useMessages(INPUT_WORDS);
  const { schema }: { readonly schema: TableSchema } = manifest.preprocessing;
  const fields = rowFields(schema);
  const [texts, setTexts] = useState<Readonly<Record<string, string>>>({});
  const { row, wrong } = rowOfTexts(fields, texts);
  const set = (name: string) => (value: string) => setTexts((before) => ({ ...before, [name]: value }));
  return (
    <Stack gap="lg">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onValue(row);
        }}
      >
        <Stack align="start" gap="sm">
          <p>{text.rowHint}</p>
          <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }} w="100%">
            {fields.map((column) => (
              <Field
                key={column.name}
                column={column}
                value={texts[column.name] ?? ''}
                error={wrong.includes(column.name) ? text.number : undefined}
                missing={text.missing}
                onChange={set(column.name)}
              />
            ))}
          </SimpleGrid>
          <Button type="submit" loading={pending} disabled={wrong.length > 0}>
            {text.ask}
          </Button>
        </Stack>
      </form>
      <CsvInput pending={pending} onFile={onFile} />
    </Stack>
  );
}

interface FieldProps {
  readonly column: TableColumn;
  readonly value: string;
  readonly error: string | undefined;
  readonly missing: string;
  readonly onChange: (value: string) => void;
}

function Field({ column, value, error, missing, onChange }: FieldProps) {
  const shared = { label: column.name, value };
  if (column.kind === 'category') {
    const data = column.categories.map((category) => category.value);
    // A value that the training has not seen may be tried too.
    return <Autocomplete {...shared} data={data} limit={50} placeholder={missing} onChange={onChange} />;
  }
  if (column.kind === 'boolean') {
    const data = [{ value: '', label: missing }, column.yes, column.no];
    return <NativeSelect {...shared} data={data} onChange={(event) => onChange(event.currentTarget.value)} />;
  }
  return (
    <TextInput
      {...shared}
      label={column.kind === 'number' && column.unit !== undefined ? `${column.name} (${column.unit})` : column.name}
      error={error}
      inputMode={column.kind === 'number' ? 'decimal' : 'text'}
      placeholder={column.kind === 'time' && column.format === 'iso' ? '2026-04-01T13:30:00' : missing}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
