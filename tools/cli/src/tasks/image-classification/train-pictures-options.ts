import { type TrainOptions } from '../task-commands';
import { type GroupingOptions } from './picture-table';

/** The options of `lintel train` for classifiers of pictures. */
export interface TrainPicturesOptions extends GroupingOptions, TrainOptions {
  /** Column of a list of pictures that holds their labels. */
  readonly target?: string;
  /** Architecture of a network that is trained from nothing. Default: two-conv */
  readonly model?: string;
  /**
   * `scratch` trains a network from nothing, `transfer` fits a layer over a backbone's features, `fine-tune` also trains
   * the backbone. Default: transfer if pictures have several labels, else as `defaultRecipe` says.
   */
  readonly recipe?: 'scratch' | 'transfer' | 'fine-tune';
  /** Name of the backbone to transfer from, or to fine-tune. */
  readonly backbone?: string;
  /** How many of the backbone's last stages are fine-tuned. Default: by the number of pictures. */
  readonly unfreeze?: number;
  readonly epochs?: number;
  readonly batchSize?: number;
  readonly imageSize?: number;
  /** Default: stretch, or what the backbone suggests. */
  readonly fit?: 'stretch' | 'cover' | 'contain';
  readonly validation: number;
  readonly test: number;
  /** Undefined: as the architecture's recipe specifies. */
  readonly augment?: boolean;
  readonly precision: 'float32' | 'bfloat16';
  readonly compile: boolean;
  readonly unsureBelow: number;
  readonly resume?: boolean;
  readonly skipUnreadable?: boolean;
}
