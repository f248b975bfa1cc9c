import { type Problem } from '@lintel/contracts';

/**
 * - `away`: nobody answered.
 * - `problem`: the api said what is wrong.
 * - `unexpected`: somebody answered who isn't the api, or not as the contract says.
 */
export type FailureKind = 'away' | 'problem' | 'unexpected';

/** A request that has no answer to give. */
export class RequestFailed extends Error {
  override readonly name = 'RequestFailed';

  constructor(
    readonly kind: FailureKind,
    readonly problem: Problem | null = null,
    cause?: unknown,
    /** How long to wait before the same is asked again, milliseconds, where it was said. */
    readonly retryAfterMs: number | null = null,
  ) {
    super(problem?.title ?? kind, { cause });
  }
}

/** A proxy says with these that the server behind it is not there. */
const AWAY_STATUSES = [502, 504];

/**
 * What an answer that isn't a success means.
 * @param body the answer's text
 * @param retryAfterMs milliseconds; null where the answer says nothing of it
 */
export function failureOf(status: number, body: string, retryAfterMs: number | null = null): RequestFailed {
  try {
    const problem = JSON.parse(body) as Partial<Problem> | null;
    if (typeof problem?.code === 'string' && typeof problem.title === 'string' && typeof problem.cure === 'string') {
      return new RequestFailed('problem', problem as Problem, undefined, retryAfterMs);
    }
  } catch {
    // Not JSON: somebody between the browser and the api answered.
  }
  return new RequestFailed(AWAY_STATUSES.includes(status) ? 'away' : 'unexpected', null, `HTTP ${status}`);
}
