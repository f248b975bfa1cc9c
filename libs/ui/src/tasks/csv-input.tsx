'use client';

import { Button, FileInput, Stack } from '@mantine/core';
import { useState } from 'react';
import { useMessages } from '../language/language-provider';
import { INPUT_WORDS } from './input-words';

export interface CsvInputProps {
  readonly pending: boolean;
  readonly onFile: (file: File) => void;
}

/** A file of rows to answer. */
export function CsvInput({ pending, onFile }: CsvInputProps) {
  const text = useMessages(INPUT_WORDS);
  const [file, setFile] = useState<File | null>(null);
  return (
    <Stack align="start" gap="sm">
      <FileInput
        label={text.csv}
        description={text.csvHint}
        placeholder={text.chooseCsv}
        accept=".csv,.tsv,.txt,text/csv"
        value={file}
        onChange={setFile}
        clearable
        // Mantine's own placeholder is too pale to read.
        styles={{ placeholder: { color: 'var(--mantine-color-dimmed)' } }}
        w="100%"
        maw={420}
      />
      <Button
        variant="default"
        disabled={file === null}
        loading={pending}
        onClick={() => file !== null && onFile(file)}
      >
        {text.askFile}
      </Button>
    </Stack>
  );
}
