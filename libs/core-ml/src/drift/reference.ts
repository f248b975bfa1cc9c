import { type DriftReference } from '@lintel/contracts';
import { indexOfLargest } from '../numbers/index-of-largest';
import { distributionOf } from './distribution';
import { driftFeatures } from './picture-features';

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

/** Collects a model's inputs and answers on its test split. */
export class DriftReferenceBuilder {
  private readonly features = new Map<string, number[]>();
  private readonly confidences: number[] = [];
  private readonly counts: number[];

  /** @param shape of one picture: [height, width, channels] */
  constructor(
    private readonly classNames: readonly string[],
    private readonly shape: readonly number[],
  ) {
    this.counts = classNames.map(() => 0);
  }

  add({ size, pixels, probabilities, embeddings }: AnsweredPictures): void {
    const picture = pixels.length / size;
    const embedding = embeddings.length / size;
    const classes = this.classNames.length;
    for (let row = 0; row < size; row++) {
      const features = driftFeatures(
        pixels.subarray(row * picture, (row + 1) * picture),
        this.shape,
        embeddings.subarray(row * embedding, (row + 1) * embedding),
      );
      for (const [name, value] of Object.entries(features)) {
        const values = this.features.get(name);
        if (values) values.push(value);
        else this.features.set(name, [value]);
      }
      const best = indexOfLargest(probabilities, row * classes, classes);
      this.counts[best]!++;
      // A softmax in float32 can be slightly above 1.
      this.confidences.push(Math.min(1, probabilities[row * classes + best]!));
    }
  }

  /** @throws LintelError INVALID_ARGUMENT if nothing was added, or a value is not finite */
  build(): DriftReference {
    return {
      features: [...this.features].map(([name, values]) => ({ name, ...distributionOf(values) })),
      confidence: distributionOf(this.confidences),
      classes: this.classNames.map((className, index) => ({ className, count: this.counts[index]! })),
    };
  }
}
