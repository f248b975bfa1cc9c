import { type ErrorCode, type Problem } from '@lintel/contracts';
import { type Locale } from '@lintel/ui';
import { type Text } from '../language/english';
import { RequestFailed } from './request-failed';

/** Why something has no answer, as far as a reader has to know it. */
export interface Trouble {
  readonly reason: 'away' | 'unexpected' | keyof Text['problems'];
  /** What the api said about it. */
  readonly problem?: Problem;
}

const REASONS: Partial<Record<ErrorCode, Trouble['reason']>> = {
  UNSUPPORTED_MEDIA_TYPE: 'notAPicture',
  PICTURE_UNREADABLE: 'unreadable',
  PICTURE_TOO_LARGE: 'tooLarge',
  NOT_FOUND: 'gone',
  MODEL_NOT_READY: 'modelNotReady',
  SERVICE_UNAVAILABLE: 'unavailable',
};

export function troubleOfProblem(problem: Problem): Trouble {
  return { reason: REASONS[problem.code] ?? 'internal', problem };
}

export function troubleOfError(error: unknown): Trouble {
  if (!(error instanceof RequestFailed)) return { reason: 'unexpected' };
  if (error.problem !== null) return troubleOfProblem(error.problem);
  return { reason: error.kind === 'away' ? 'away' : 'unexpected' };
}

/** Whether the same thing may succeed later, without a change by the reader. */
export function mayPass({ reason }: Trouble): boolean {
  return ['away', 'unexpected', 'modelNotReady', 'unavailable', 'internal'].includes(reason);
}

export interface WrittenTrouble extends Partial<Problem> {
  readonly title: string;
  readonly cure: string;
}

/**
 * The trouble in the reader's language. The api speaks English and knows more of the case,
 * so an English reader gets its words; others get ours, with the api's as details.
 * @param sizeLimit the largest picture, written out
 */
export function writeTrouble(trouble: Trouble, text: Text, locale: Locale, sizeLimit: string): WrittenTrouble {
  const { reason, problem } = trouble;
  if (problem !== undefined && locale === 'en') return { ...problem, title: problem.detail ?? problem.title };
  const own = ownWords(reason, text, sizeLimit);
  return problem === undefined ? own : { ...problem, ...own, detail: problem.detail ?? problem.title };
}

function ownWords(reason: Trouble['reason'], text: Text, sizeLimit: string): WrittenTrouble {
  if (reason === 'away') return { title: text.server.away, cure: text.server.awayCure };
  if (reason === 'unexpected') return { title: text.server.unexpected, cure: text.server.unexpectedCure };
  const { title, cure } = text.problems[reason];
  return { title, cure: typeof cure === 'string' ? cure : cure(sizeLimit) };
}
