import { LintelError, type ManifestOf } from '@lintel/contracts';
import {
  type AnswerOf,
  anomalyView,
  type Cell,
  EMPTY_MEMORY,
  noteScore,
  rememberRows,
  type SeriesMemory,
  type WindowView,
} from '@lintel/core-ml';
import { lockSeriesMemory, saveSeriesMemory } from '@lintel/data';
import { type Transaction } from '@lintel/streams';
import { type ServedModel } from './served-model';

/** The tasks whose models are asked about series row by row. */
export type SeriesTask = 'time-series-anomaly' | 'time-series-forecast';

export interface SeriesAnswer<Id extends SeriesTask> {
  readonly answer: AnswerOf<Id>;
  /** True if the row raises an alarm of its own; a forecast raises none. */
  readonly alarm: boolean;
}

export interface SeriesAnswers<Id extends SeriesTask> {
  /** One for each row that is newer than all before it, in order of time. */
  readonly answers: readonly SeriesAnswer<Id>[];
  /** The version that answered; null if no row was new. */
  readonly versionId: string | null;
  /** Rows older than one that came before; they are kept for later windows, and not answered. */
  readonly late: number;
  /** Rows with the time of another one, which are ignored. */
  readonly repeated: number;
}

/** Rows that one call may bring: each is answered from a window of its own. */
export const MOST_ARRIVING_ROWS = 1_000;

/**
 * Answers rows of a series as they arrive. What the model looks back on is kept in the platform's tables and written in
 * the caller's transaction, such as that of an event's handler: rows count exactly once, and a handler that fails leaves
 * the series as it was.
 * @param series such as the id of a machine
 * @param rows in any order, with the columns of the training
 * @throws LintelError DATASET_INVALID, INVALID_ARGUMENT (about the rows), MODEL_NOT_READY, QUEUE_FULL, CANCELLED
 */
export async function answerSeries<Id extends SeriesTask>(
  model: ServedModel<Id>,
  transaction: Transaction,
  { series, rows, signal }: SeriesRows,
): Promise<SeriesAnswers<Id>> {
  if (rows.length > MOST_ARRIVING_ROWS) throw tooMany(rows.length);
  const manifest = model.current().manifest as ManifestOf<SeriesTask>;
  const place = { modelName: model.name, series };
  const before = (await lockSeriesMemory(transaction, place)) as SeriesMemory | null;
  const { memory, windows, late, repeated } = rememberRows(before ?? EMPTY_MEMORY, rows, viewOf(manifest));
  if (windows.length === 0) {
    await saveSeriesMemory(transaction, place, memory);
    return { answers: [], versionId: null, late, repeated };
  }
  const { outcomes, version } = await model.server.predictSettled(windows, { key: series, signal });
  let now = memory;
  const answers = outcomes.map((outcome): SeriesAnswer<Id> => {
    if (!outcome.ok) throw outcome.error;
    const answer = outcome.prediction;
    if (manifest.task !== 'time-series-anomaly') return { answer, alarm: false };
    const noted = noteScore(now, (answer as AnswerOf<'time-series-anomaly'>).score, manifest.reading.quiet);
    now = noted.memory;
    return { answer, alarm: noted.alarm };
  });
  await saveSeriesMemory(transaction, place, now);
  return { answers, versionId: version.id, late, repeated };
}

export interface SeriesRows {
  readonly series: string;
  readonly rows: readonly Readonly<Record<string, Cell>>[];
  readonly signal?: AbortSignal | undefined;
}

const viewOf = (manifest: ManifestOf<SeriesTask>): WindowView =>
  manifest.task === 'time-series-anomaly' ? anomalyView(manifest.preprocessing) : manifest.preprocessing;

const tooMany = (rows: number): LintelError =>
  new LintelError('INVALID_ARGUMENT', {
    problem: 'Too many rows arrive at once.',
    expected: `at most ${MOST_ARRIVING_ROWS} rows`,
    received: String(rows),
    cure: 'Send them in several events.',
  });
