import { type TextReport } from '@lintel/contracts';
import { emptyBatch } from '../../../inference/tensor-batch';
import { type StoredModel } from '../../../inference/load-model-directory';
import { OnnxSession } from '../../../inference/onnx-session';
import { type Table } from '../../../tables/table';
import { TEXT_TENSORS } from '../../../texts/text-graph';
import { servedTextClassification } from '../served-text-classification';
import { measureTexts } from './measure-texts';
import { readTextData, type TextData } from './text-data';

export type StoredTextModel = Pick<StoredModel<'text-classification'>, 'manifest' | 'onnx' | 'sideFiles'>;

export interface EvaluatedTexts {
  readonly report: TextReport;
  readonly leftOut: TextData['leftOut'];
}

/** Sized to a few milliseconds of work, because onnxruntime blocks the event loop while it runs. */
const BATCH = 64;

/**
 * Measures a model on the texts of a table, as it serves.
 * @throws LintelError DATASET_INVALID, DATASET_EMPTY, INVALID_ARGUMENT (a column is missing)
 */
export async function evaluateTexts(
  model: StoredTextModel,
  table: Table,
  { seed, signal }: { readonly seed: number; readonly signal?: AbortSignal | undefined },
): Promise<EvaluatedTexts> {
  const { reading } = model.manifest;
  const data = readTextExamples(model, table, reading.classNames);
  const probabilities = await answerTexts(model, data.texts, signal);
  const report = measureTexts(probabilities, data.target, {
    thresholds: reading.thresholds,
    seed,
    groups: data.groups,
    protocol: { kind: 'held-out' },
  });
  return { report, leftOut: data.leftOut };
}

/** Reads texts and answers from the columns that the model learned from. */
export function readTextExamples(
  { manifest: { preprocessing, reading } }: Pick<StoredTextModel, 'manifest'>,
  table: Table,
  classNames: readonly string[],
  others: readonly (readonly string[])[] = [],
): TextData {
  const { target } = reading;
  const hasGroup = target.group !== null && table.columns.includes(target.group);
  return readTextData(table, {
    ...preprocessing,
    target: hasGroup ? target : { ...target, group: null },
    classNames,
    others,
  });
}

/**
 * Runs a model on texts, with its own preprocessing.
 * @returns float64 [texts, classes]
 * @throws LintelError INVALID_ARGUMENT (a text has no words); the signal's reason
 */
export async function answerTexts(
  { manifest, onnx, sideFiles }: StoredTextModel,
  texts: readonly string[],
  signal?: AbortSignal,
): Promise<Float64Array> {
  const opened = servedTextClassification.open({ manifest, sideFiles });
  const classes = manifest.reading.classNames.length;
  const probabilities = new Float64Array(texts.length * classes);
  const session = await OnnxSession.open(onnx, manifest.onnx);
  try {
    for (let start = 0; start < texts.length; start += BATCH) {
      signal?.throwIfAborted();
      const some = texts.slice(start, start + BATCH);
      const batch = emptyBatch(manifest.onnx.inputs, some.length);
      for (const [row, text] of some.entries()) (await opened.prepare(text, {})).write(batch, row);
      const outputs = await session.run(batch, some.length);
      probabilities.set(outputs[TEXT_TENSORS.probabilities] as Float32Array, start * classes);
    }
  } finally {
    await session.close();
  }
  return probabilities;
}
