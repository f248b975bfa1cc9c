import { type Problem } from '@lintel/contracts';

/**
 * - `away`: the server cannot be reached.
 * - `problem`: the api returned a problem.
 * - `unexpected`: the answer isn't from the api, or doesn't match the contract.
 */
export type FailureKind = 'away' | 'problem' | 'unexpected';

/** A request without a usable answer. */
export class RequestFailed extends Error {
  override readonly name = 'RequestFailed';

  constructor(
    readonly kind: FailureKind,
    readonly problem: Problem | null = null,
    cause?: unknown,
    /** Milliseconds to wait before the same request is sent again, if the api said it. */
    readonly retryAfterMs: number | null = null,
  ) {
    super(problem?.title ?? kind, { cause });
  }
}

/** A proxy returns these if the server behind it cannot be reached. */
const AWAY_STATUSES = [502, 504];

/**
 * The error for an answer that isn't a success.
 * @param body the answer's text
 * @param retryAfterMs milliseconds; null if the answer doesn't say
 */
export function failureOf(status: number, body: string, retryAfterMs: number | null = null): RequestFailed {
  try {
    const problem = JSON.parse(body) as Partial<Problem> | null;
    if (typeof problem?.code === 'string' && typeof problem.title === 'string' && typeof problem.cure === 'string') {
      return new RequestFailed('problem', problem as Problem, undefined, retryAfterMs);
    }
  } catch {
    // Not JSON: the response came from something between the browser and the api.
  }
  return new RequestFailed(AWAY_STATUSES.includes(status) ? 'away' : 'unexpected', null, `HTTP ${status}`);
}
