import { type Problem } from '@lintel/contracts';
import {
  type OwnReasons,
  troubleOfError as generalTroubleOfError,
  troubleOfProblem as generalTroubleOfProblem,
  type Trouble,
} from '@lintel/ui';
import { type Text } from '../language/english';

/** Reasons that concern a picture. */
export type PictureReason = keyof Text['problems'];
export type PictureTrouble = Trouble<PictureReason>;

const REASONS: OwnReasons<PictureReason> = {
  UNSUPPORTED_MEDIA_TYPE: 'notAccepted',
  PICTURE_UNREADABLE: 'unreadable',
  PICTURE_TOO_LARGE: 'tooLarge',
};

export function troubleOfProblem(problem: Problem): PictureTrouble {
  return generalTroubleOfProblem(problem, REASONS);
}

export function troubleOfError(error: unknown): PictureTrouble {
  return generalTroubleOfError(error, REASONS);
}
