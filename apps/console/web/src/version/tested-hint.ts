import { type ModelManifest } from '@lintel/contracts';
import { type version } from '../language/english/version';

/** How the test examples of a version were answered. */
export const testedHint = (
  { dataset }: Pick<ModelManifest, 'dataset'>,
  words: Pick<typeof version, 'examplesHint' | 'examplesOfOthersHint'>,
): string => (dataset.fittedToAll === true ? words.examplesOfOthersHint : words.examplesHint);
