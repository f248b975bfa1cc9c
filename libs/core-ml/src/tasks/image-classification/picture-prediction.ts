import { type Prediction } from '@lintel/contracts';
import { type ClassHeat } from './class-heat';

/** The classes of a picture, and what is stored of it. */
export interface PicturePrediction extends Prediction {
  /** float32 [embedding size]: the model's representation of the picture. */
  readonly embedding: Float32Array;
  /** Features of the picture, by the names in the manifest's drift reference. */
  readonly features: Readonly<Record<string, number>>;
  /** Width of the original picture in pixels, the right way up. */
  readonly width: number;
  readonly height: number;
  /** What speaks for the answer; only if it was asked for and the model has it. */
  readonly heat?: ClassHeat;
}
