import { type Dataset } from '@lintel/contracts';
import { type Pipeline } from '@lintel/core-ml/training';
import { type ExampleSource, type ModelDeclaration, type OpenOptions } from '../../model-declaration';
import { type PretrainedStart } from './recipe';

/** How a vertical trains a model of pictures. */
export interface TrainablePictures extends ModelDeclaration<'image-classification'> {
  readonly pipeline: Pipeline;
  /** The examples that exist before any are labelled. */
  readonly base: ExampleSource & {
    /** @returns uint8 pictures in the shape of the pipeline's preprocessing */
    open(options: OpenOptions): Promise<Dataset>;
  };
  /** Where the backbone was added, the model starts from it, without the base pictures. */
  readonly pretrained?: PretrainedStart;
  /** How often a labelled example is shown per epoch: labelled examples are few, and come from real use. */
  readonly labelRepeats: number;
}
