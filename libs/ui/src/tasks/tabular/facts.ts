import { type ManifestOf, type TablePreprocessing } from '@lintel/contracts';
import { CLASSIFICATION_WORDS } from '../classification/words';
import { type Facts, type TaskReader } from '../task-view';
import { ROW_WORDS } from './answer-words';
import { writeNumber } from '../write-number';

/** The columns of the rows, and the classes. */
export function classFacts(manifest: ManifestOf<'tabular-classification'>, reader: TaskReader): Facts {
  const { locale, format, nameOf } = reader;
  const text = CLASSIFICATION_WORDS[locale];
  const { classNames, unsureBelow } = manifest.reading;
  return [
    ...columnFacts(manifest.preprocessing, reader),
    [text.unsureBelow, format.percent(unsureBelow, 0)],
    [text.classes, format.list(classNames.map(nameOf))],
  ];
}

/** The columns of the rows, and how far values lie from their predictions. */
export function valueFacts(manifest: ManifestOf<'tabular-regression'>, reader: TaskReader): Facts {
  const { locale, format } = reader;
  const text = ROW_WORDS[locale];
  const { interval } = manifest.reading;
  return [
    ...columnFacts(manifest.preprocessing, reader),
    [
      text.intervalTitle,
      interval === null
        ? text.noInterval
        : text.level(format.percent(interval.level, 0), writeNumber(format, interval.halfWidth)),
    ],
  ];
}

function columnFacts({ schema }: TablePreprocessing, { locale, format }: TaskReader): Facts {
  const text = ROW_WORDS[locale];
  const roles = (['target', 'group', 'time'] as const).flatMap((role): [string, string][] => {
    const column = schema[role];
    return column === null ? [] : [[text[role], column]];
  });
  const isInput = (name: string): boolean => name !== schema.target && name !== schema.group;
  const inputs = [
    ...schema.columns.filter(({ kind }) => kind !== 'ignored' && kind !== 'text'),
    ...schema.derived,
  ].filter(({ name }) => isInput(name));
  return [...roles, [text.columns, format.list(inputs.map(({ name }) => name))]];
}
