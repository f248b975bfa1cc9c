'use client';

import { type DeadLetterView } from '@lintel/contracts';
import { Button, Group, Stack, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useText } from '../language/text';
import { checkJson, readableValue, type ValueCheck } from './letter-value';
import classes from './streams.module.css';

export interface LetterEditorProps {
  readonly letter: DeadLetterView;
  readonly pending: boolean;
  readonly onCancel: () => void;
  readonly onReplay: (value: string) => void;
}

/** Lets a person correct an event before it is replayed. JSON is validated while they type. */
export function LetterEditor({ letter, pending, onCancel, onReplay }: LetterEditorProps) {
  const { general, streams: text } = useText();
  const [draft, setDraft] = useState(() => readableValue(letter) ?? '');
  const check: ValueCheck = letter.encoding === 'json' ? checkJson(draft) : { kind: 'valid', compact: draft };
  return (
    <Stack gap="sm">
      <Textarea
        label={text.payload}
        description={text.editHint}
        autosize
        minRows={8}
        maxRows={24}
        spellCheck={false}
        classNames={{ input: classes['editor'] ?? '' }}
        value={draft}
        onChange={({ currentTarget: { value } }) => setDraft(value)}
        error={
          check.kind === 'wrong'
            ? check.line === null
              ? text.noJson(check.message)
              : text.noJsonAt(String(check.line), check.message)
            : null
        }
        data-autofocus
      />
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onCancel}>
          {general.cancel}
        </Button>
        <Button
          loading={pending}
          disabled={check.kind === 'wrong'}
          onClick={() => {
            if (check.kind === 'valid') onReplay(check.compact);
          }}
        >
          {text.replayEdited}
        </Button>
      </Group>
    </Stack>
  );
}
