import { type MetricReport } from '@lintel/contracts';
import { type StoredModel } from '../../../inference/load-model-directory';
import { OnnxSession } from '../../../inference/onnx-session';
import { type Table, takeRows } from '../../../tables/table';
import { type UnseenCategory } from '../../../tables/matrix-encoding';
import { encodeRows } from '../encode-rows';
import { ANSWER } from '../served-tables';
import { measureTable, type MeasureOptions } from './measure-table';
import { readTableData } from './table-data';
import { type TableManifest } from './train-table';

export interface EvaluatedTable {
  readonly report: MetricReport;
  /** Values of categories that training has not seen. */
  readonly unseen: readonly UnseenCategory[];
  /** Rows that were left out because their target is missing. */
  readonly withoutTarget: number;
}

export interface EvaluateTableOptions extends Pick<MeasureOptions, 'seed' | 'optional'> {
  readonly signal?: AbortSignal | undefined;
}

/** Sized to a few milliseconds of work, because onnxruntime blocks the event loop while it runs. */
const BATCH_ROWS = 4_096;

/**
 * Measures a model on the rows of a table, as it serves.
 * @throws LintelError DATASET_INVALID, DATASET_EMPTY, INVALID_ARGUMENT (an optional metric of another target)
 */
export async function evaluateTable(
  { manifest, onnx }: Pick<StoredModel, 'onnx'> & { readonly manifest: TableManifest },
  table: Table,
  { seed, signal, optional }: EvaluateTableOptions,
): Promise<EvaluatedTable> {
  const { schema } = manifest.preprocessing;
  const data = readTableData(
    table,
    schema,
    manifest.task === 'tabular-regression'
      ? { kind: 'values' }
      : { kind: 'classes', classNames: manifest.reading.classNames },
  );
  const { answers, unseen } = await answerRows({ manifest, onnx }, data.table, signal);
  const { groups } = data;
  const metrics = measureTable(answers, data.target, {
    seed,
    optional,
    ...(groups === undefined ? {} : { groups }),
  });
  return {
    report: { examples: data.table.rows, protocol: { kind: 'held-out' }, metrics },
    unseen,
    withoutTarget: data.withoutTarget,
  };
}

/**
 * Runs a model on rows, with its own preprocessing.
 * @returns answers float64 [rows, outputs]
 * @throws LintelError DATASET_INVALID; the signal's reason
 */
export async function answerRows(
  { manifest, onnx }: Pick<StoredModel, 'onnx'> & { readonly manifest: TableManifest },
  table: Table,
  signal: AbortSignal | undefined,
): Promise<{ readonly answers: Float64Array; readonly unseen: readonly UnseenCategory[] }> {
  const name = manifest.onnx.outputs.find(({ meaning }) => meaning === ANSWER)!.name;
  const session = await OnnxSession.open(onnx, manifest.onnx);
  const answers: number[] = [];
  const unseen = new Map<string, UnseenCategory>();
  try {
    for (let start = 0; start < table.rows; start += BATCH_ROWS) {
      signal?.throwIfAborted();
      const size = Math.min(BATCH_ROWS, table.rows - start);
      const part = takeRows(
        table,
        Int32Array.from({ length: size }, (_, at) => start + at),
      );
      const encoded = encodeRows(part, manifest.preprocessing);
      const outputs = await session.run({ [manifest.onnx.inputs[0]!.name]: encoded.input }, size);
      for (const value of outputs[name] as Float32Array) answers.push(value);
      for (const one of encoded.unseen) {
        const key = `${one.column}\0${one.value}`;
        unseen.set(key, { ...one, rows: one.rows + (unseen.get(key)?.rows ?? 0) });
      }
    }
  } finally {
    await session.close();
  }
  return { answers: Float64Array.from(answers), unseen: [...unseen.values()] };
}
