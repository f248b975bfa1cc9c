'use client';

import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useMessages } from '../language/language-provider';
import { INPUT_WORDS } from './input-words';
import classes from './answer.module.css';

export interface LinesInputProps {
  readonly label: string;
  readonly hint?: string;
  readonly pending: boolean;
  /** Whether an empty field is an input too. */
  readonly mayBeEmpty?: boolean;
  readonly onText: (text: string) => void;
}

/** A field of several lines that is answered. */
export function LinesInput({ label, hint, pending, mayBeEmpty = false, onText }: LinesInputProps) {
  const words = useMessages(INPUT_WORDS);
  const [text, setText] = useState('');
  return (
    <form
      className={classes['answer']}
      onSubmit={(event) => {
        event.preventDefault();
        onText(text);
      }}
    >
      <Textarea
        label={label}
        description={hint}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        autosize
        minRows={4}
        maxRows={14}
      />
      <div>
        <Button type="submit" loading={pending} disabled={!mayBeEmpty && text.trim() === ''}>
          {words.ask}
        </Button>
      </div>
    </form>
  );
}
