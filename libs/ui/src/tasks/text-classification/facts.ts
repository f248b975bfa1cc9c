import { type ManifestOf } from '@lintel/contracts';
import { CLASSIFICATION_WORDS } from '../classification/words';
import { type Facts, type TaskReader } from '../task-view';
import { TEXT_WORDS } from './answer-words';

/** What of a text is read, the target, and the classes. */
export function textFacts({ preprocessing, reading }: ManifestOf<'text-classification'>, reader: TaskReader): Facts {
  const { locale, format, nameOf } = reader;
  const text = TEXT_WORDS[locale];
  const words = CLASSIFICATION_WORDS[locale];
  return [
    [text.columns, format.list(preprocessing.columns)],
    [text.target, format.list(reading.target.columns)],
    [text.terms, format.integer(preprocessing.vocabulary.terms)],
    [text.read, text.characters(format.integer(preprocessing.mostCharacters))],
    [words.unsureBelow, format.percent(reading.unsureBelow, 0)],
    [words.classes, format.list(reading.classNames.map(nameOf))],
  ];
}
