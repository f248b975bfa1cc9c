import { type PretrainedClass, type PretrainedClassifier } from '@lintel/core-ml';
import { type Pipeline } from '@lintel/core-ml/training';
import { type ModelWords } from '@lintel/contracts';

/** A network that is trained by gradient. */
export interface NetworkRecipe {
  readonly kind: 'network';
  readonly pipeline: Pipeline;
}

/** What a backbone's own classifier knows, changed by labelled pictures: trained in seconds from few of them. */
export interface PretrainedRecipe {
  readonly kind: 'pretrained';
  /** Name of the model. */
  readonly name: string;
  readonly classifier: PretrainedClassifier;
  readonly classes: readonly PretrainedClass[];
  readonly unsureBelow: number;
  readonly seed: number;
}

/** How a model is trained on its data. */
export type Recipe = NetworkRecipe | PretrainedRecipe;

/** A start without training: the classes of a backbone's own classifier that the vertical needs. */
export interface PretrainedStart {
  /** Name of the models; letters, digits and dashes. */
  readonly name: string;
  /** A backbone that is published with its classifier, such as efficientnet-lite0. */
  readonly backbone: string;
  readonly classes: readonly PretrainedClass[];
  /** What the backbone was trained on. */
  readonly base: { readonly name: string; readonly licence: string; readonly source: string };
  readonly unsureBelow: number;
  readonly seed: number;
  /** Share of the labelled pictures that only measures, in [0, 1). */
  readonly test: number;
  /** These replace the model's texts while it stands on the backbone. */
  readonly intendedUse: string;
  readonly limits: readonly string[];
  readonly translations: Readonly<Record<string, ModelWords>>;
}
