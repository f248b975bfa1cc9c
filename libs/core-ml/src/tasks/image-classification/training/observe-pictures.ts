import { type DriftReferenceBuilder } from '../../../drift/reference';
import { indexOfLargest } from '../../../numbers/index-of-largest';
import { driftFeatures } from '../../../drift/picture-features';

/** Pictures and the model's answers to them. */
export interface AnsweredPictures {
  /** Pictures in the batch. */
  readonly size: number;
  /** uint8 [size, height, width, channels] */
  readonly pixels: Uint8Array;
  /** float32 [size, classes] */
  readonly probabilities: Float32Array;
  /** float32 [size, embedding size] */
  readonly embeddings: Float32Array;
}

/**
 * Adds a batch of pictures to a drift reference.
 * @param shape of one picture: [height, width, channels]
 */
export function observePictures(
  reference: DriftReferenceBuilder,
  { size, pixels, probabilities, embeddings }: AnsweredPictures,
  classNames: readonly string[],
  shape: readonly number[],
): void {
  const picture = pixels.length / size;
  const embedding = embeddings.length / size;
  const classes = classNames.length;
  for (let row = 0; row < size; row++) {
    const features = driftFeatures(
      pixels.subarray(row * picture, (row + 1) * picture),
      shape,
      embeddings.subarray(row * embedding, (row + 1) * embedding),
    );
    const best = indexOfLargest(probabilities, row * classes, classes);
    // A softmax in float32 can be slightly above 1.
    const confidence = Math.min(1, probabilities[row * classes + best]!);
    reference.add({ features, outcome: classNames[best]!, confidence });
  }
}
