import { type DatasetVersion, LintelError, type TargetOf, type TextTarget } from '@lintel/contracts';
import { type HeldOutTable } from '../../../tables/hold-out';
import { type Cell, type Table, tableOfRecords } from '../../../tables/table';
import { normaliseText } from '../../../texts/normalise-text';
import { hasTerms } from '../../../texts/terms';
import { otherThan } from './text-answers';
import { joinTexts, readTextData, type TextData, textsOf } from './text-data';
import { textPartCounts } from './text-part-counts';
import { DEFAULT_TOKENS, MOST_CHARACTERS } from './text-tokens';

/** Where texts and their answers stand in a table. */
export interface TextTable {
  /** The columns that make the text. */
  readonly text: readonly string[];
  readonly target: TextTarget;
  /** The second of two classes. Default: the last one by number or alphabet. */
  readonly positive?: string | undefined;
}

const read = (table: Table, { text, target, positive }: TextTable, classNames?: readonly string[]): TextData =>
  readTextData(table, {
    ...{ columns: [...text], mostCharacters: MOST_CHARACTERS, tokens: DEFAULT_TOKENS },
    ...{ target, positive, classNames },
  });

/**
 * The classes or labels of a table of texts, in the order of a model's answers.
 * @throws LintelError as `readTextData`
 */
export const textClasses = (table: Table, about: TextTable): readonly string[] => read(table, about).target.classNames;

/** Counts the texts with an answer in each part of a table. @throws LintelError as `readTextData` */
export const countTexts = (
  parts: HeldOutTable,
  about: TextTable,
  classNames: readonly string[],
): Pick<DatasetVersion, 'examples' | 'counts'> =>
  textPartCounts(parts, (part) => read(part, about, classNames), classNames);

/**
 * Whether a row has words.
 * @throws LintelError INVALID_ARGUMENT (it lacks a column), DATASET_EMPTY (no words)
 */
export function checkText(row: Readonly<Record<string, Cell>>, { text }: Pick<TextTable, 'text'>): void {
  const own = joinTexts(textsOf(tableOfRecords([row]), text));
  if (hasTerms(normaliseText(own, { mostCharacters: MOST_CHARACTERS, tokens: DEFAULT_TOKENS }).text)) return;
  throw new LintelError('DATASET_EMPTY', {
    problem: 'The row has no words.',
    expected: `a text in ${text.join(', ')}`,
    received: JSON.stringify(own.slice(0, 100)),
    cure: 'Leave the row out.',
  });
}

/** The cells in which a table of texts has what a label says. */
export function cellsOfAnswer(
  { columns, separator, against }: TextTarget,
  answer: TargetOf<'text-classification'>,
): Record<string, Cell> {
  const names = 'labels' in answer ? answer.labels : [answer.className];
  if (columns.length > 1) {
    return Object.fromEntries(columns.map((column) => [column, names.includes(column) ? 'yes' : 'no']));
  }
  if (separator !== null) return { [columns[0]!]: names.join(separator) };
  const [name = null] = names;
  return { [columns[0]!]: against !== null && name !== against ? otherThan(against) : name };
}
