import { type Dataset, type Preprocessor } from '@lintel/contracts';

/**
 * Prepares the same test pictures once for each preprocessor, in the order of the preprocessors: the datasets have the
 * same examples in the same order, with the same labels and class names.
 */
export type PrepareTestPictures = (preprocessors: readonly Preprocessor[]) => Promise<readonly Dataset[]>;
