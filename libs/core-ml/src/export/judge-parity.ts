import { LintelError, type ModelManifest } from '@lintel/contracts';
import { PARITY_TOLERANCE } from './parity-tolerance';

export interface ParityWords {
  /** What a difference above the tolerance means. */
  readonly problem: string;
  /** What was compared, in the plural: "rows". */
  readonly examples: string;
  readonly cure: string;
}

/** The cure where a recipe of the core writes the graph. */
export const REPORT_RECIPE = 'Report the recipe: its export is wrong.';

/**
 * The verdict of every comparison between an exported graph and what was fitted.
 * @param worst the largest difference; NaN is refused
 * @param examples how many were compared
 * @throws LintelError PARITY_FAILED if `worst` exceeds the tolerance
 */
export function judgeParity(worst: number, examples: number, words: ParityWords): ModelManifest['onnx']['parity'] {
  if (worst <= PARITY_TOLERANCE) return { examples, maxAbsoluteDifference: worst, tolerance: PARITY_TOLERANCE };
  throw new LintelError('PARITY_FAILED', {
    problem: words.problem,
    expected: `a difference of at most ${PARITY_TOLERANCE}`,
    received: `${worst.toPrecision(3)} over ${examples} ${words.examples}`,
    cure: words.cure,
  });
}
