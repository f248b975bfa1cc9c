import { type Dataset, type Preprocessor } from '@lintel/contracts';

/** Pictures that are searched, decoded for one model. */
export interface Search {
  readonly pictures: Dataset;
  /** Pictures that search the others. Default: each picture searches all others. */
  readonly queries?: Dataset | undefined;
}

/**
 * Prepares the same pictures once for each preprocessor, in the order of the preprocessors: the datasets have the same
 * pictures in the same order, with the same labels, class names and groups.
 */
export type PrepareSearches = (preprocessors: readonly Preprocessor[]) => Promise<readonly Search[]>;
