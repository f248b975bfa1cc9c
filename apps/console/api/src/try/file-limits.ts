import { type ModelManifest } from '@lintel/contracts';
import { MOST_TRIED_BYTES, SEND_LESS } from '@lintel/core-ml';
import { type UploadLimits } from '@lintel/service';

const MOST_PICTURE_BYTES = 20 * 2 ** 20;

/** How large a file may be that a model is tried with, and what its sender is told if it is larger. */
export const fileLimits = ({
  preprocessing,
}: Pick<ModelManifest, 'preprocessing'>): Pick<UploadLimits, 'maxFileBytes' | 'tooLarge'> =>
  preprocessing.kind === 'image'
    ? { maxFileBytes: MOST_PICTURE_BYTES }
    : { maxFileBytes: MOST_TRIED_BYTES, tooLarge: { code: 'REQUEST_TOO_LARGE', cure: SEND_LESS } };
