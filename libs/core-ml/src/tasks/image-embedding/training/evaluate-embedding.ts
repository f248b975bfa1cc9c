import { type Dataset, type RetrievalProtocol, type RetrievalReport, sizeOfShape } from '@lintel/contracts';
import { throwIfCancelled } from '../../../inference/cancellation';
import { type StoredModel } from '../../../inference/load-model-directory';
import { OnnxSession } from '../../../inference/onnx-session';
import { type LabelledVectors, measureRetrieval } from './measure-retrieval';
import { orderedBatches } from '../../../training/batches';
import { EMBEDDING_OUTPUT } from './embedding-graph';

export interface EvaluateEmbeddingOptions {
  /** Pictures that search the others. Default: each picture searches all others. */
  readonly queries?: Dataset | undefined;
  readonly seed: number;
  readonly signal?: AbortSignal | undefined;
  /** @param share of the work, in [0, 1] */
  readonly onProgress?: ((share: number) => void) | undefined;
}

/** Sized to a few dozen milliseconds of work, because onnxruntime blocks the event loop while it runs. */
const BATCH_PICTURES = 8;

/** The vectors of pictures, and how they search each other. */
export interface SearchVectors {
  readonly queries: LabelledVectors;
  /** The same object as `queries` if each picture searches all others. */
  readonly gallery: LabelledVectors;
  readonly protocol: RetrievalProtocol;
}

/**
 * Measures how well a model finds pictures of the query's class among others, with the preprocessing it serves with.
 * @param pictures decoded by the model's preprocessing
 * @throws LintelError DATASET_EMPTY, CANCELLED
 */
export async function evaluateEmbedding(
  model: Pick<StoredModel<'image-embedding'>, 'manifest' | 'onnx'>,
  pictures: Dataset,
  { seed, ...options }: EvaluateEmbeddingOptions,
): Promise<RetrievalReport> {
  const { queries, gallery, protocol } = await embedSearch(model, pictures, options);
  return { ...measureRetrieval(queries, { gallery, seed }), protocol };
}

/**
 * Turns pictures into vectors, with the preprocessing the model serves with.
 * @throws LintelError CANCELLED
 */
export async function embedSearch(
  { manifest, onnx }: Pick<StoredModel<'image-embedding'>, 'manifest' | 'onnx'>,
  pictures: Dataset,
  { queries, signal, onProgress }: Omit<EvaluateEmbeddingOptions, 'seed'>,
): Promise<SearchVectors> {
  const session = await OnnxSession.open(onnx, manifest.onnx);
  const { preprocessing, reading } = manifest;
  const total = pictures.size + (queries?.size ?? 0);
  let done = 0;
  const vectorsOf = async (dataset: Dataset): Promise<LabelledVectors> => {
    const vectors = new Float32Array(dataset.size * reading.size);
    let row = 0;
    for (const { inputs, size } of orderedBatches({
      dataset,
      preprocessor: preprocessing,
      batchSize: BATCH_PICTURES,
    })) {
      throwIfCancelled(signal);
      const values = inputs.subarray(0, size * sizeOfShape(dataset.exampleShape));
      const answers = await session.run({ [manifest.onnx.inputs[0]!.name]: values }, size);
      vectors.set(answers[EMBEDDING_OUTPUT] as Float32Array, row * reading.size);
      row += size;
      done += size;
      onProgress?.(done / total);
    }
    const labels = Array.from(dataset.labels, (label) => dataset.classNames[label]!);
    return { vectors, size: reading.size, labels, groups: dataset.groups };
  };
  try {
    const gallery = await vectorsOf(pictures);
    const asking = queries && (await vectorsOf(queries));
    const without = (queries ?? pictures).groups ? 'group' : 'itself';
    const protocol: RetrievalProtocol = { kind: queries ? 'gallery' : 'each-other', without, unseen: null };
    return { queries: asking ?? gallery, gallery, protocol };
  } finally {
    await session.close();
  }
}
