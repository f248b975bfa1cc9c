import { type ErrorCode, type Problem } from '@lintel/contracts';
import { type Locale } from '../language/locale';
import { type UiMessages } from '../language/ui-english';
import { RequestFailed } from './request-failed';

/** Reasons for a failed request that every app can meet: each has a text in the shared dictionary. */
export type GeneralReason = keyof UiMessages['trouble'];

/** The reason for a failed request, as far as a reader needs it. `Own` are the reasons of one app. */
export interface Trouble<Own extends string = never> {
  readonly reason: GeneralReason | Own;
  /** The problem that the api returned. */
  readonly problem?: Problem;
  /** Milliseconds to wait before the same request is sent again, if the api said it. */
  readonly retryAfterMs?: number;
}

/** Maps codes of the api to an app's own reasons. */
export type OwnReasons<Own extends string> = Partial<Record<ErrorCode, Own>>;

/** Every code of the api has a reason, so that each is shown in the reader's language. */
export const REASONS: Readonly<Record<ErrorCode, GeneralReason>> = {
  INVALID_CONFIGURATION: 'setup',
  INVALID_ARGUMENT: 'invalid',
  REQUEST_TOO_LARGE: 'tooLarge',
  NOT_SIGNED_IN: 'signedOut',
  SIGN_IN_REFUSED: 'signedOut',
  PASSWORD_CHANGE_NEEDED: 'signedOut',
  NOT_PERMITTED: 'notPermitted',
  APPROVAL_NEEDED: 'approval',
  RATE_LIMITED: 'tooMany',
  NOT_FOUND: 'gone',
  CONFLICT: 'conflict',
  PICTURE_UNREADABLE: 'dataUnusable',
  PICTURE_TOO_LARGE: 'tooLarge',
  UNSUPPORTED_MEDIA_TYPE: 'dataUnusable',
  DATASET_EMPTY: 'dataUnusable',
  DATASET_INVALID: 'dataUnusable',
  SHAPE_MISMATCH: 'modelUnusable',
  MODEL_INVALID: 'modelUnusable',
  MODEL_NOT_READY: 'modelNotReady',
  QUEUE_FULL: 'unavailable',
  ARTIFACT_CORRUPT: 'modelUnusable',
  CHECKPOINT_INVALID: 'training',
  TRAINING_DIVERGED: 'training',
  UNSUPPORTED_LAYER: 'modelUnusable',
  PARITY_FAILED: 'training',
  GATES_REFUSED: 'conflict',
  AUDIT_BROKEN: 'internal',
  SUBJECT_ERASED: 'erased',
  REQUEST_TIMEOUT: 'unavailable',
  JOB_LIMIT_EXCEEDED: 'training',
  JOB_ABANDONED: 'training',
  NOT_COMPILABLE: 'modelUnusable',
  OUTPUT_UNWRITABLE: 'diskFull',
  DISK_FULL: 'diskFull',
  ENGINE_MISSING: 'setup',
  ENGINE_INSTALL_FAILED: 'setup',
  TOOL_MISSING: 'setup',
  EVENT_INVALID: 'invalid',
  EVENT_UNKNOWN: 'invalid',
  EVENT_TOO_LARGE: 'tooLarge',
  HANDLER_CRASHED: 'internal',
  TOPIC_MISSING: 'setup',
  TOPIC_MISMATCH: 'setup',
  GROUP_RUNNING: 'conflict',
  STREAM_UNAVAILABLE: 'unavailable',
  STREAM_CLOSED: 'unavailable',
  SERVICE_UNAVAILABLE: 'unavailable',
  MIGRATION_FAILED: 'setup',
  CANCELLED: 'cancelled',
  INTERNAL: 'internal',
};

export function troubleOfProblem<Own extends string = never>(
  problem: Problem,
  own: OwnReasons<Own> = {},
): Trouble<Own> {
  return { reason: own[problem.code] ?? reasonOf(problem.code), problem };
}

/** A newer api may use codes that this page does not know. */
function reasonOf(code: string): GeneralReason {
  return code in REASONS ? REASONS[code as ErrorCode] : 'internal';
}

export function troubleOfError<Own extends string = never>(error: unknown, own: OwnReasons<Own> = {}): Trouble<Own> {
  if (!(error instanceof RequestFailed)) return { reason: 'unexpected' };
  const { problem, retryAfterMs } = error;
  if (problem !== null) {
    return { ...troubleOfProblem(problem, own), ...(retryAfterMs === null ? {} : { retryAfterMs }) };
  }
  return { reason: error.kind === 'away' ? 'away' : 'unexpected' };
}

const PASSING: readonly string[] = [
  'away',
  'unexpected',
  'signedOut',
  'tooMany',
  'modelNotReady',
  'unavailable',
  'internal',
];

/** Whether the same request may succeed later, without a change by the reader. */
export function mayPass({ reason }: { readonly reason: string }): boolean {
  return PASSING.includes(reason);
}

export interface WrittenTrouble extends Partial<Problem> {
  readonly title: string;
  readonly cure: string;
}

/**
 * The trouble in the reader's language. The api answers in English and knows more about the case, so an English reader
 * gets its words; others get ours, with the api's as details.
 */
export function writeTrouble<Own extends string>(
  { reason, problem }: Trouble<Own>,
  texts: Readonly<Record<GeneralReason | Own, { readonly title: string; readonly cure: string }>>,
  locale: Locale,
): WrittenTrouble {
  if (problem === undefined) return texts[reason];
  if (locale === 'en') return { ...problem, title: problem.detail ?? problem.title };
  return { ...problem, ...texts[reason], detail: problem.detail ?? problem.title };
}
