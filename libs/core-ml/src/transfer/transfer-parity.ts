import { type Dataset, type ModelManifest, type Preprocessor } from '@lintel/contracts';
import { largestDifference, scaleOf } from '../export/largest-difference';
import { type RunExported } from '../export/parity';
import { judgeParity } from '../export/judge-parity';
import { orderedBatches } from '../training/batches';

/** What the fitter itself says about the examples, in their order. */
export interface ExpectedOutputs {
  /** float32 [examples, classes] */
  readonly probabilities: Float32Array;
  /** float32 [examples, features] */
  readonly embeddings: Float32Array;
  /** [examples] */
  readonly distances?: ArrayLike<number>;
}

/**
 * Compares an exported graph with the fitter's own prediction, computed in float64. Probabilities are compared
 * absolutely, embeddings and distances relative to their largest value if it exceeds 1.
 * @throws LintelError PARITY_FAILED
 */
export async function checkTransferParity(
  run: RunExported,
  examples: { readonly dataset: Dataset; readonly preprocessor: Preprocessor },
  expected: ExpectedOutputs,
): Promise<ModelManifest['onnx']['parity']> {
  let start = 0;
  let worst = 0;
  for (const { inputs, size } of orderedBatches({ ...examples, batchSize: 32 })) {
    const received = await run(inputs, size);
    const compare = (all: ArrayLike<number>, answered: ArrayLike<number>, isRelative: boolean): void => {
      const from = (start * answered.length) / size;
      const own = Array.prototype.slice.call(all, from, from + answered.length) as number[];
      worst = Math.max(worst, largestDifference(own, answered, isRelative ? scaleOf(own) : 1));
    };
    compare(expected.probabilities, received.probabilities, false);
    compare(expected.embeddings, received.embeddings, true);
    if (expected.distances) compare(expected.distances, received.distances ?? [NaN], true);
    start += size;
  }
  return judgeParity(worst, start, {
    problem: 'The exported graph gives other answers than the fitted layer, so it was discarded.',
    examples: 'examples',
    cure: 'Report the backbone: its graph changes when it is joined with a classifier.',
  });
}
