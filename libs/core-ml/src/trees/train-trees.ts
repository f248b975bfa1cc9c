import { availableParallelism } from 'node:os';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { LintelError } from '@lintel/contracts';
import { checkColumns, checkFeatures } from '../tables/feature-matrix';
import { Boosting, type BoostingInput, type RoundReport, type TargetedRows, type TrainedTrees } from './boosting';
import { canStartThreads, trainInThreads } from './boosting-threads';
import { checkTargets, type TreeRows } from './targets';
import { parseTreeOptions, type TreeOptionsInput } from './tree-options';

export interface TrainTreesRequest {
  readonly training: TreeRows;
  /** Rows to measure the loss on after each round; needed for `patience`. */
  readonly validation?: TreeRows;
  readonly options: TreeOptionsInput;
  /** The same seed gives the same trees bit for bit, with any number of threads. */
  readonly seed: number;
  /** Default: two where the processor has them and the table is large enough to gain by it. */
  readonly threads?: number;
  /** Called after each round. */
  readonly onRound?: (report: RoundReport) => void;
  readonly signal?: AbortSignal;
}

/** Below so many values a training takes less time than starting threads. */
const SMALL_TABLE = 50_000;
const MOST_THREADS = 64;

/**
 * Trains boosted trees. With one thread the event loop gets a turn after each round; with more it stays free.
 * @throws LintelError INVALID_CONFIGURATION (options), DATASET_EMPTY, DATASET_INVALID or SHAPE_MISMATCH (data), or
 * CANCELLED if the signal is aborted
 */
export async function trainTrees(request: TrainTreesRequest): Promise<TrainedTrees> {
  const { signal, onRound } = request;
  const input = checkRequest(request);
  const { features } = input.training;
  const isLarge = features.values.length >= SMALL_TABLE;
  const threads = request.threads ?? (isLarge ? Math.min(2, availableParallelism()) : 1);
  if (signal?.aborted) throw cancelled(signal);
  if (threads > 1 && canStartThreads()) {
    const result = await trainInThreads(input, { threads, onRound, signal });
    if (result === undefined) throw cancelled(signal!);
    return result;
  }
  const boosting = new Boosting(input);
  for (;;) {
    const report = boosting.next();
    onRound?.(report);
    if (report.isLast) return boosting.result();
    await nextTurn();
    if (signal?.aborted) throw cancelled(signal);
  }
}

function checkRequest(request: TrainTreesRequest): BoostingInput {
  const { training, validation, seed, threads = 1 } = request;
  const options = parseTreeOptions(request.options);
  const invalid = (problem: string, expected: string, received: unknown, cure: string): LintelError =>
    new LintelError('INVALID_CONFIGURATION', { problem, expected, received: String(received), cure });
  if (!Number.isSafeInteger(seed)) {
    throw invalid('The seed is invalid.', 'a whole number', seed, 'Pass a whole number.');
  }
  if (!Number.isInteger(threads) || threads < 1 || threads > MOST_THREADS) {
    const expected = `a whole number from 1 to ${MOST_THREADS}`;
    throw invalid('The number of threads is invalid.', expected, threads, 'Leave it out to use the default.');
  }
  if (options.patience !== undefined && validation === undefined) {
    const problem = 'Early stopping needs rows to measure the loss on.';
    throw invalid(problem, 'validation rows', 'none', 'Pass validation rows, or leave out the option patience.');
  }
  const hasConstraint = training.features.columns.some(({ monotone = 0 }) => monotone !== 0);
  if (hasConstraint && options.objective.kind === 'multiclass') {
    const problem = 'A probability among several classes cannot be kept from rising or falling with a column.';
    throw invalid(
      problem,
      'monotone constraints on two classes or on a number',
      'multiclass',
      'Remove the constraints.',
    );
  }
  const rows = checkRows(training, 'training', options.objective);
  if (validation) checkColumns(training.features.columns, validation.features);
  return {
    training: rows,
    validation: validation && checkRows(validation, 'validation', options.objective),
    options,
    seed,
  };
}

function checkRows(rows: TreeRows, name: string, objective: BoostingInput['options']['objective']): TargetedRows {
  checkFeatures(rows.features, name);
  return { features: rows.features, ...checkTargets(rows, name, objective) };
}

function cancelled(signal: AbortSignal): LintelError {
  const reason: unknown = signal.reason;
  return new LintelError('CANCELLED', {
    problem: 'The training was cancelled.',
    expected: 'a training that runs to its end',
    received: reason instanceof Error ? reason.message : String(reason),
    cure: 'Start it again.',
    retryable: true,
    cause: reason,
  });
}
