import { LintelError, type SearchState, type SearchTrial } from '@lintel/contracts';
import { bestTrial, nextTrial, type PlannedTrial, type SearchPlan } from './next-trial';

export interface RunSearchRequest {
  readonly plan: SearchPlan;
  /** Of a search that was stopped, or a new one. */
  readonly state: SearchState;
  /** Fits a configuration and measures it on the validation part. */
  readonly fit: (trial: PlannedTrial, signal: AbortSignal) => Promise<number>;
  /** Seconds of all trials together. The defaults are always tried to the end. Default: no limit. */
  readonly budget?: number | undefined;
  /** Receives the state after each trial, to store it. */
  readonly onTrial?: ((state: SearchState, trial: SearchTrial) => Promise<void> | void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface SearchOutcome {
  readonly state: SearchState;
  readonly best: SearchTrial;
}

/**
 * Tries configurations until the budget is spent or all were tried. A trial that fails is recorded and stops no other.
 * A trial that runs when the budget ends is given up.
 * @throws LintelError DATASET_INVALID if all defaults fail; the signal's reason
 */
export async function runSearch(request: RunSearchRequest): Promise<SearchOutcome> {
  const { plan, fit, budget = Infinity, onTrial, signal } = request;
  let { state } = request;
  for (;;) {
    signal?.throwIfAborted();
    const next = nextTrial(plan, state.trials);
    if (next === null) break;
    const isDefault = next.number < plan.defaults.length;
    if (!isDefault && bestTrial(state.trials, plan.better) === undefined) break;
    const left = budget - secondsOf(state.trials);
    if (!isDefault && left <= 0) break;
    const timeout = isDefault || left === Infinity ? undefined : AbortSignal.timeout(Math.ceil(left * 1000));
    const within = AbortSignal.any([signal, timeout].filter((one) => one !== undefined));
    const trial = await runTrial(next, (planned) => fit(planned, within));
    // What was stopped has not failed.
    signal?.throwIfAborted();
    if (timeout?.aborted && trial.error !== null) break;
    state = { ...state, trials: [...state.trials, trial] };
    await onTrial?.(state, trial);
  }
  const best = bestTrial(state.trials, plan.better);
  if (best) return { state, best };
  throw new LintelError('DATASET_INVALID', {
    problem: 'The search has no result, because its first trials failed.',
    expected: 'a default configuration that can be fitted to the data',
    received: state.trials[0]?.error ?? 'no trial',
    cure: 'Correct the data or the options, and start the search again.',
  });
}

export const secondsOf = (trials: readonly SearchTrial[]): number =>
  trials.reduce((sum, { seconds }) => sum + seconds, 0);

async function runTrial(planned: PlannedTrial, fit: (planned: PlannedTrial) => Promise<number>): Promise<SearchTrial> {
  const started = performance.now();
  const ended = (score: number | null, error: string | null): SearchTrial => ({
    ...planned,
    seconds: (performance.now() - started) / 1000,
    score,
    error,
  });
  try {
    const score = await fit(planned);
    return Number.isFinite(score) ? ended(score, null) : ended(null, 'The score is not a number.');
  } catch (error) {
    return ended(null, error instanceof LintelError ? error.problem : String(error));
  }
}
