import { type ManifestOf } from '@lintel/contracts';
import { type Facts, type TaskReader } from '../task-view';
import { ANSWER_WORDS } from './answer-words';

/** How many items there are, how much of a history counts, and whether new items are recommended. */
export function recommenderFacts(
  { preprocessing, reading }: ManifestOf<'recommendation'>,
  { locale, format }: TaskReader,
): Facts {
  const text = ANSWER_WORDS[locale];
  return [
    [text.catalogue, format.integer(reading.items)],
    [text.history, text.newest(format.integer(preprocessing.length))],
    [text.newItems, reading.content === null ? text.withoutContent : text.withContent],
  ];
}
