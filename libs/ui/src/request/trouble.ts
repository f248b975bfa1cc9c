import { type ErrorCode, type Problem } from '@lintel/contracts';
import { type Locale } from '../language/locale';
import { RequestFailed } from './request-failed';

/** Why something has no answer, as every app may meet it; each has a text among those of the shared parts. */
export type GeneralReason =
  | 'away'
  | 'unexpected'
  | 'gone'
  | 'invalid'
  | 'conflict'
  | 'signedOut'
  | 'notPermitted'
  | 'approval'
  | 'tooMany'
  | 'erased'
  | 'modelNotReady'
  | 'unavailable'
  | 'internal';

/** Why something has no answer, as far as a reader has to know it. `Own` are the reasons of one app. */
export interface Trouble<Own extends string = never> {
  readonly reason: GeneralReason | Own;
  /** What the api said about it. */
  readonly problem?: Problem;
  /** How long to wait before the same is tried again, milliseconds, where the api said it. */
  readonly retryAfterMs?: number;
}

/** Which codes of the api are which of an app's own reasons. */
export type OwnReasons<Own extends string> = Partial<Record<ErrorCode, Own>>;

const REASONS: Partial<Record<ErrorCode, GeneralReason>> = {
  INVALID_ARGUMENT: 'invalid',
  REQUEST_TOO_LARGE: 'invalid',
  NOT_FOUND: 'gone',
  CONFLICT: 'conflict',
  GROUP_RUNNING: 'conflict',
  GATES_REFUSED: 'conflict',
  NOT_SIGNED_IN: 'signedOut',
  PASSWORD_CHANGE_NEEDED: 'signedOut',
  NOT_PERMITTED: 'notPermitted',
  APPROVAL_NEEDED: 'approval',
  RATE_LIMITED: 'tooMany',
  SUBJECT_ERASED: 'erased',
  MODEL_NOT_READY: 'modelNotReady',
  SERVICE_UNAVAILABLE: 'unavailable',
  STREAM_UNAVAILABLE: 'unavailable',
  QUEUE_FULL: 'unavailable',
  REQUEST_TIMEOUT: 'unavailable',
};

export function troubleOfProblem<Own extends string = never>(
  problem: Problem,
  own: OwnReasons<Own> = {},
): Trouble<Own> {
  return { reason: own[problem.code] ?? REASONS[problem.code] ?? 'internal', problem };
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

/** Whether the same thing may succeed later, without a change by the reader. */
export function mayPass({ reason }: { readonly reason: string }): boolean {
  return PASSING.includes(reason);
}

export interface WrittenTrouble extends Partial<Problem> {
  readonly title: string;
  readonly cure: string;
}

/**
 * The trouble in the reader's language. The api speaks English and knows more of the case,
 * so an English reader gets its words; others get ours, with the api's as details.
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
