import { createHash } from 'node:crypto';
import { LintelError, type TextPreprocessing, type TextTarget } from '@lintel/contracts';
import { crossValidation, type Fold, type SplitRows } from '../../../tables/splits';
import { rowName, type Table } from '../../../tables/table';
import { timeIn } from '../../../tables/read-cell';
import { hasTerms } from '../../../texts/terms';
import { normaliseText } from '../../../texts/normalise-text';
import { cellText, columnOf, type NamedAnswers, readAnswers, type TextLabels } from './text-answers';

/** Texts with their right answers, and what keeps them together in a split. */
export interface TextData {
  /** The rows of the table that the texts are in. */
  readonly rows: readonly number[];
  readonly texts: readonly string[];
  readonly target: TextLabels;
  /** Texts of one group stay together: the named group, else texts that are alike. */
  readonly groups: readonly string[];
  /** Seconds since 1970, or any number; undefined if no time is named. */
  readonly times: Float64Array | undefined;
  /** Rows that were left out, because they have no words or no class. */
  readonly leftOut: { readonly withoutText: number; readonly withoutTarget: number };
  /** SHA-256 (hex) of the texts and answers. */
  readonly contentHash: string;
}

export interface ReadTextDataOptions extends Pick<TextPreprocessing, 'columns' | 'mostCharacters' | 'tokens'> {
  readonly target: TextTarget;
  readonly time?: string | undefined;
  /** The classes of a trained model, or the labels to learn. Default: those that occur; labels in ten texts at least. */
  readonly classNames?: readonly string[] | undefined;
  /** The columns of other models' texts: rows without words in them are left out as well. */
  readonly others?: readonly (readonly string[])[] | undefined;
  /** The second of two classes. Default: the last one by number or alphabet. */
  readonly positive?: string | undefined;
}

const FEWEST_TEXTS_OF_A_LABEL = 10;

/**
 * Reads texts and their answers from a table.
 * @throws LintelError INVALID_ARGUMENT (no such column), DATASET_INVALID (one class only, an unknown class), DATASET_EMPTY
 *   (no row has both a text and an answer)
 */
export function readTextData(table: Table, options: ReadTextDataOptions): TextData {
  const { columns, target, others = [] } = options;
  const texts = textsOf(table, columns);
  const answers = readAnswers(table, target);
  const all = [texts, ...others.map((names) => textsOf(table, names))];
  const hasText = texts.map((_, row) => all.every((own) => hasTerms(normaliseText(own[row]!, options).text)));
  const hasAnswer = answers.names.map((names) => answers.kind === 'labels' || names.length > 0);
  const rows = [...texts.keys()].filter((row) => hasText[row] && hasAnswer[row]);
  if (rows.length === 0) throw noTexts(columns, table.rows);
  const chosen: NamedAnswers = { kind: answers.kind, names: rows.map((row) => answers.names[row]!) };
  const group = target.group === null ? undefined : columnOf(table, target.group);
  const groupOf = (row: number): string => (group === undefined ? '' : cellText(table, group, row));
  const labels = codesOf(table, rows, chosen, options);
  const own = rows.map((row) => texts[row]!);
  return {
    rows,
    texts: own,
    target: labels,
    groups: rows.map((row, at) => (groupOf(row) === '' ? `text ${alike(own[at]!)}` : `group ${groupOf(row)}`)),
    times: options.time === undefined ? undefined : timesOf(table, rows, options.time),
    leftOut: {
      withoutText: hasText.filter((has) => !has).length,
      withoutTarget: [...texts.keys()].filter((row) => hasText[row] && !hasAnswer[row]).length,
    },
    contentHash: hashOf(own, chosen),
  };
}

/** The text of every row. @throws LintelError INVALID_ARGUMENT (no such column) */
export function textsOf(table: Table, columns: readonly string[]): string[] {
  const cells = columns.map((name) => columnOf(table, name));
  return Array.from({ length: table.rows }, (_, row) => joinTexts(cells.map((column) => cellText(table, column, row))));
}

/** The parts of a text that stand in several columns. */
export const joinTexts = (parts: readonly string[]): string => parts.filter((part) => part !== '').join('\n');

/** Texts that only differ in letter case and space are alike. */
export const alike = (text: string): string => text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();

/** The folds in which every text is tested once, with the classes spread alike. */
export function foldsOf({ texts, target, groups, times }: TextData, folds: number, seed: number): Fold[] {
  const rows: SplitRows = {
    rows: texts.length,
    labels: target.kind === 'classes' ? target.labels : rarestLabels(target.labelSets, target.classNames.length),
    groups,
    ...(times === undefined ? {} : { times }),
  };
  return crossValidation(rows, folds, seed);
}

/** The rarest label of each text, counted from 1; 0 if it has none. */
function rarestLabels(labelSets: Uint8Array, labels: number): Int32Array {
  const counts = new Int32Array(labels);
  labelSets.forEach((has, at) => (counts[at % labels]! += has));
  return Int32Array.from({ length: labelSets.length / labels }, (_, row) => {
    const own = [...counts.keys()].filter((label) => labelSets[row * labels + label] === 1);
    return own.length === 0 ? 0 : 1 + own.reduce((best, label) => (counts[label]! < counts[best]! ? label : best));
  });
}

function codesOf(
  table: Table,
  rows: readonly number[],
  { kind, names }: NamedAnswers,
  { classNames, positive, target }: ReadTextDataOptions,
): TextLabels {
  if (kind === 'labels') {
    const chosen = classNames ?? labelsOf(names);
    checkLabels(names, chosen, classNames !== undefined);
    const codes = new Map(chosen.map((name, code) => [name, code]));
    const labelSets = new Uint8Array(rows.length * chosen.length);
    names.forEach((own, at) => {
      for (const name of own) if (codes.has(name)) labelSets[at * chosen.length + codes.get(name)!] = 1;
    });
    return { kind, classNames: chosen, labelSets };
  }
  const chosen = classNames ?? classesOf(names, positive, target.columns[0]!);
  const codes = new Map(chosen.map((name, code) => [name, code]));
  const labels = Int32Array.from(names, ([name], at) => {
    const code = codes.get(name!);
    if (code === undefined) throw unknownClass(rowName(table, rows[at]!), name!, chosen);
    return code;
  });
  return { kind, classNames: chosen, labels };
}

/** Labels of enough texts to learn and test them, in alphabetical order. */
function labelsOf(names: NamedAnswers['names']): string[] {
  const counts = new Map<string, number>();
  for (const name of names.flat()) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts.keys()].filter((name) => counts.get(name)! >= FEWEST_TEXTS_OF_A_LABEL).sort();
}

function checkLabels(names: NamedAnswers['names'], chosen: readonly string[], areGiven: boolean): void {
  const occurring = new Set(names.flat());
  const strange = areGiven ? chosen.filter((name) => !occurring.has(name)) : [];
  if (chosen.length > 0 && strange.length < chosen.length) return;
  throw new LintelError('DATASET_INVALID', {
    problem: 'None of the labels can be learned or tested.',
    expected: areGiven ? `texts with ${chosen.join('; ')}` : `a label of at least ${FEWEST_TEXTS_OF_A_LABEL} texts`,
    received: `${names.length} texts with ${[...occurring].slice(0, 20).join('; ') || 'no label'}`,
    cure: 'Check the column and the separator, or name the labels with --labels.',
  });
}

function classesOf(names: NamedAnswers['names'], positive: string | undefined, column: string): string[] {
  const distinct = [...new Set(names.flat())];
  const areNumbers = distinct.every((name) => Number.isFinite(Number(name)));
  const ordered = distinct.sort((one, other) => (areNumbers ? Number(one) - Number(other) : one < other ? -1 : 1));
  if (ordered.length < 2) {
    throw new LintelError('DATASET_INVALID', {
      problem: `The target "${column}" has the same class in every row, so there is nothing to learn.`,
      expected: 'at least two classes',
      received: `only "${ordered[0]}"`,
      cure: 'Add texts of another class, or choose another target.',
    });
  }
  if (positive === undefined) return ordered;
  if (ordered.includes(positive)) return [...ordered.filter((name) => name !== positive), positive];
  throw new LintelError('INVALID_ARGUMENT', {
    problem: `The target "${column}" never has the value "${positive}".`,
    expected: `one of ${ordered.slice(0, 20).join(', ')}`,
    received: positive,
    cure: 'Name one of these.',
  });
}

/** @throws LintelError DATASET_INVALID */
function timesOf(table: Table, rows: readonly number[], name: string): Float64Array {
  const column = columnOf(table, name);
  return Float64Array.from(rows, (row) => {
    const cell = table.cells[column]![row]!;
    const time = timeIn(cell, 'unix-seconds') ?? timeIn(cell, 'iso');
    if (time !== undefined) return time;
    throw new LintelError('DATASET_INVALID', {
      problem: `The column "${name}" has no time in ${rowName(table, row)}.`,
      expected: 'a number, or a time such as 2026-04-01T13:30:00',
      received: String(cell ?? 'an empty cell'),
      cure: 'Correct the row, or remove it.',
    });
  });
}

function hashOf(texts: readonly string[], { names }: NamedAnswers): string {
  const hash = createHash('sha256');
  texts.forEach((text, at) => hash.update(JSON.stringify([text, names[at]])));
  return hash.digest('hex');
}

const noTexts = (columns: readonly string[], rows: number): LintelError =>
  new LintelError('DATASET_EMPTY', {
    problem: 'No row has both a text and an answer.',
    expected: `words in ${columns.join(', ')}, and a class`,
    received: `${rows} rows without one of them`,
    cure: 'Choose other columns, or fill them in.',
  });

const unknownClass = (row: string, name: string, classNames: readonly string[]): LintelError =>
  new LintelError('DATASET_INVALID', {
    problem: `The text in ${row} has a class that the model does not know.`,
    expected: `one of ${classNames.join(', ')}`,
    received: name,
    cure: 'Correct the value, or train a model with this class.',
  });
