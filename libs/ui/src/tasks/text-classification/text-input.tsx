'use client';

import { useMessages } from '../../language/language-provider';
import { INPUT_WORDS } from '../input-words';
import { LinesInput } from '../lines-input';
import { type InputProps } from '../task-view';

/** A text to answer. */
export function TextInput({ pending, onValue }: InputProps<'text-classification'>) {
  return <LinesInput label={useMessages(INPUT_WORDS).text} pending={pending} onText={onValue} />;
}
