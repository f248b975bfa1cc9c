'use client';

import { useMessages } from '../../language/language-provider';
import { INPUT_WORDS } from '../input-words';
import { LinesInput } from '../lines-input';
import { type InputProps } from '../task-view';

/** The items that a person had, one a line. */
export function HistoryInput({ pending, onValue }: InputProps<'recommendation'>) {
  const { items, itemsHint } = useMessages(INPUT_WORDS);
  const ask = (text: string): void => {
    const names = text.split('\n').map((line) => line.trim());
    onValue({ history: names.filter((name) => name !== '').map((item) => ({ item })) });
  };
  return <LinesInput label={items} hint={itemsHint} pending={pending} mayBeEmpty onText={ask} />;
}
