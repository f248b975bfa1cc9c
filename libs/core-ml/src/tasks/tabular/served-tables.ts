import {
  LintelError,
  type ManifestOf,
  type TableClassAnswer,
  type TableReason,
  type TableValueAnswer,
} from '@lintel/contracts';
import { indexOfLargest } from '../../numbers/index-of-largest';
import { readInputs } from '../../tables/read-table';
import { tableOfRecords } from '../../tables/table';
import { inconsistentManifest } from '../inconsistent-manifest';
import { type AnswerOf, type AnswerSummary, type OpenedTask, type ServedTask, type TableRow } from '../served-task';
import { compilePreprocessing, type EncodedRows, encodeRows, inputWidth, valueOf } from './encode-rows';
import { rowFeatures } from './row-features';
import { decodeFitted, type Explainer, explainerOf } from './explainer';

type ClassManifest = ManifestOf<'tabular-classification'>;
type ValueManifest = ManifestOf<'tabular-regression'>;

/** The meaning of the output that holds the answer. */
export const ANSWER = 'answer';

const bytesOf = (row: TableRow): number =>
  Object.entries(row).reduce((sum, [name, value]) => sum + 2 * (name.length + String(value).length), 0);

/** The columns that a model reads, by their names in the table. */
const rowColumns = {
  names: ({ preprocessing: { schema } }: Pick<ClassManifest | ValueManifest, 'preprocessing'>): string[] =>
    schema.columns.flatMap(({ name, kind }) => (kind === 'ignored' || name === schema.target ? [] : [name])),
  inputOf: (row: TableRow): TableRow => row,
};

/** From a row of named values to its class. */
export const servedTabularClassification: ServedTask<'tabular-classification'> = {
  id: 'tabular-classification',
  open({ manifest, sideFiles }) {
    const { reading } = manifest;
    const answer = check(manifest, [
      reading.classNames.length === 2 ? 1 : reading.classNames.length,
      reading.classNames.length,
    ]);
    const explainer = openExplainer(manifest, sideFiles, false);
    const opening = { outputKey: JSON.stringify(reading.classNames), summarise: summariseClass };
    return opened<'tabular-classification'>(manifest, answer, opening, (rows, outputs) => {
      const probabilities = probabilitiesOf(outputs, reading.classNames.length);
      const best = indexOfLargest(probabilities);
      const named = reading.classNames.map((className, code) => ({ className, probability: probabilities[code]! }));
      // Of two classes the model has one sum: that of the second.
      const output = reading.classNames.length === 2 ? 0 : best;
      return {
        ...named[best]!,
        probabilities: named,
        unsure: named[best]!.probability < reading.unsureBelow,
        ...reasonsOf(explainer, rows, output, manifest),
      };
    });
  },
  bytesOf,
  columns: rowColumns,
  summarise: summariseClass,
  summariseOutputs: (outputs, size, { onnx, reading }) =>
    rowsOfOutput(outputs[answerOutput(onnx).name] as Float32Array, size).map((row): AnswerSummary | null => {
      if (!row.every(Number.isFinite)) return null;
      const probabilities = probabilitiesOf(row, reading.classNames.length);
      const best = indexOfLargest(probabilities);
      const confidence = probabilities[best]!;
      return { outcome: reading.classNames[best]!, confidence, unsure: confidence < reading.unsureBelow };
    }),
  agrees: (one, other) => one.outcome === other.outcome,
};

/** From a row of named values to its value. */
export const servedTabularRegression: ServedTask<'tabular-regression'> = {
  id: 'tabular-regression',
  open({ manifest, sideFiles }) {
    const answer = check(manifest, [1]);
    const explainer = openExplainer(manifest, sideFiles, true);
    const { interval } = manifest.reading;
    const opening = { outputKey: '', summarise: summariseValue };
    return opened<'tabular-regression'>(manifest, answer, opening, (rows, [value]) => ({
      value: value!,
      interval:
        interval === null
          ? null
          : { low: value! - interval.halfWidth, high: value! + interval.halfWidth, level: interval.level },
      ...reasonsOf(explainer, rows, 0, manifest),
    }));
  },
  bytesOf,
  columns: rowColumns,
  summarise: summariseValue,
  summariseOutputs: (outputs, size, { onnx }) =>
    rowsOfOutput(outputs[answerOutput(onnx).name] as Float32Array, size).map(([value]) =>
      Number.isFinite(value) ? { outcome: value!, confidence: null, unsure: false } : null,
    ),
  agrees: (one, other) => isClose(Number(one.outcome), Number(other.outcome)),
};

function summariseClass({ className, probability, unsure }: TableClassAnswer): AnswerSummary {
  return { outcome: className, confidence: probability, unsure };
}

function summariseValue({ value }: TableValueAnswer): AnswerSummary {
  return { outcome: value, confidence: null, unsure: false };
}

/** Two values agree if they differ by at most 5 % of the larger one. */
const isClose = (one: number, other: number): boolean =>
  Math.abs(one - other) <= 0.05 * Math.max(Math.abs(one), Math.abs(other));

function opened<Id extends 'tabular-classification' | 'tabular-regression'>(
  { preprocessing, onnx }: ClassManifest | ValueManifest,
  answer: string,
  { outputKey, summarise }: { readonly outputKey: string; readonly summarise: (answer: AnswerOf<Id>) => AnswerSummary },
  read: (rows: EncodedRows, outputs: Float32Array) => AnswerOf<Id>,
): OpenedTask<Id> {
  const { name } = onnx.inputs[0]!;
  const compiled = compilePreprocessing(preprocessing);
  const featuresOf = rowFeatures(preprocessing.schema);
  return {
    tensorKey: JSON.stringify(preprocessing),
    outputKey,
    observe(record, given) {
      const typed = readInputs(tableOfRecords([record]), preprocessing.schema, compiled.derived);
      return { ...summarise(given), features: featuresOf(typed, 0) };
    },
    // eslint-disable-next-line @typescript-eslint/require-await -- an error of the row must reject, as for other tasks
    async prepare(record) {
      const rows = encodeRows(tableOfRecords([record]), preprocessing, compiled);
      return {
        write: (batch, row) => (batch[name] as Float32Array).set(rows.input, row * rows.width),
        read(outputs) {
          const values = outputs[answer] as Float32Array;
          checkFinite(values);
          return read(rows, values);
        },
      };
    },
  };
}

function openExplainer(
  { reading: { explainer } }: ClassManifest | ValueManifest,
  sideFiles: ReadonlyMap<string, Uint8Array>,
  isValue: boolean,
): Explainer {
  return explainerOf(decodeFitted(explainer.kind, sideFiles.get(explainer.file), explainer.file), isValue);
}

function reasonsOf(
  explainer: Explainer,
  rows: EncodedRows,
  output: number,
  { preprocessing }: ClassManifest | ValueManifest,
) {
  const { base, unit, columns } = explainer.explain(rows, 0, output);
  const described = new Map(preprocessing.matrix.columns.map((column) => [column.name, column]));
  const reasons = columns
    .map(({ column, contribution }): TableReason => {
      return { column, value: valueOf(rows.typed, described.get(column)!, 0), contribution };
    })
    .sort((one, other) => Math.abs(other.contribution) - Math.abs(one.contribution));
  return { reasons, base, reasonUnit: unit, unseen: rows.unseen.map(({ column, value }) => ({ column, value })) };
}

/**
 * Checks that the graph takes what the preprocessing gives, and answers as the reading expects.
 * @returns the name of the output that holds the answer
 */
function check({ onnx, preprocessing }: ClassManifest | ValueManifest, sizes: readonly number[]): string {
  const width = inputWidth(preprocessing);
  const [input, ...more] = onnx.inputs;
  if (more.length > 0 || input!.dtype !== 'float32' || input!.shape.join() !== String(width)) {
    const received = onnx.inputs.map((one) => `${one.dtype} [${one.shape.join(', ')}]`).join(', ');
    throw inconsistentManifest('inputs', `float32 [${width}]`, received);
  }
  const answer = answerOutput(onnx);
  if (sizes.includes(answer.shape[0] ?? 0) && answer.shape.length === 1) return answer.name;
  throw inconsistentManifest('outputs', `an answer of ${sizes.join(' or ')} values`, `[${answer.shape.join(', ')}]`);
}

/** @throws LintelError MODEL_INVALID */
function answerOutput({ outputs }: ClassManifest['onnx']): ClassManifest['onnx']['outputs'][number] {
  const found = outputs.find(({ meaning, dtype }) => meaning === ANSWER && dtype === 'float32');
  if (found !== undefined) return found;
  throw inconsistentManifest(
    'outputs',
    `a float32 output that means ${ANSWER}`,
    outputs.map(({ name }) => name).join(', '),
  );
}

/** One value is the probability of the second class. */
function probabilitiesOf(values: Float32Array, classes: number): number[] {
  const clipped = Array.from(values, (value) => Math.min(1, Math.max(0, value)));
  return classes === 2 && clipped.length === 1 ? [1 - clipped[0]!, clipped[0]!] : clipped;
}

const rowsOfOutput = (values: Float32Array, size: number): Float32Array[] => {
  const width = values.length / size;
  return Array.from({ length: size }, (_, row) => values.subarray(row * width, (row + 1) * width));
};

function checkFinite(values: Float32Array): void {
  const at = values.findIndex((value) => !Number.isFinite(value));
  if (at < 0) return;
  throw new LintelError('MODEL_INVALID', {
    problem: "The model's answer to the row is not finite.",
    expected: 'finite numbers',
    received: `${values[at]} at ${at}`,
    cure: 'Train the model again; report the recipe if it happens again.',
  });
}
