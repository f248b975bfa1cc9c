import { onlyInput, type Trial, type TrialContent, wrongTrial } from '../tried-task';

/** A picture file. */
export function tryPicture<Id extends 'image-classification' | 'image-embedding'>(content: TrialContent): Trial<Id> {
  if (content.kind === 'file') return onlyInput<Id>(content.bytes);
  throw wrongTrial({ expected: 'a picture file', received: 'a JSON value', cure: 'Send the picture as a file.' });
}
