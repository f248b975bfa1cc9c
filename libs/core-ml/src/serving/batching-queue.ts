import { LintelError } from '@lintel/contracts';
import { cancellation } from '../inference/cancellation';
import { BatchingCounters, type BatchingMetrics, type ReleaseReason } from './batching-metrics';
import { completeBatchingOptions, type BatchingOptions } from './batching-options';

export interface SubmitOptions {
  /** Removes the item from the queue. */
  readonly signal?: AbortSignal | undefined;
}

/** An item and its number of rows, at least 1. */
export interface BatchedItem<Item> {
  readonly item: Item;
  readonly rows: number;
}

interface Waiting<Item, Result> extends BatchedItem<Item> {
  readonly arrivedAtMs: number;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
  readonly signal: AbortSignal | undefined;
}

/** Weight of the latest batch in the mean run time used to estimate waits. */
const LATEST_WEIGHT = 0.2;

/**
 * Batches items of several callers for one model. One batch runs at a time, in order of arrival; an item is never
 * split. Items that arrive in the same turn of the event loop are batched together even if no batch runs.
 */
export class BatchingQueue<Item, Result> {
  private readonly options: Required<BatchingOptions>;
  private readonly counters = new BatchingCounters();
  /** Unanswered items by the signal that cancels them: each signal has one listener, however many items it has. */
  private readonly cancellable = new Map<
    AbortSignal,
    { readonly items: Set<Waiting<Item, Result>>; cancel: () => void }
  >();
  private waiting: Waiting<Item, Result>[] = [];
  private waitingRows = 0;
  private running = false;
  /** Whether the waiting items have waited for the previous batch. */
  private behindBatch = false;
  private meanRunMs = 0;
  private immediate: NodeJS.Immediate | undefined;
  private timer: NodeJS.Timeout | undefined;
  private drained: Promise<void> | undefined;
  private onDrained: () => void = () => undefined;

  /**
   * @param run returns one result per item of a batch, in the same order; if it fails, the items of that batch fail
   * @throws LintelError INVALID_CONFIGURATION
   */
  constructor(
    private readonly run: (batch: readonly BatchedItem<Item>[], rows: number) => Promise<readonly Result[]>,
    options: BatchingOptions = {},
  ) {
    this.options = completeBatchingOptions(options);
  }

  /**
   * @param rows at least 1
   * @returns the result of this item
   * @throws LintelError QUEUE_FULL, CANCELLED, MODEL_NOT_READY (after `drain`), INVALID_ARGUMENT; what `run` throws
   */
  async submit(item: Item, rows: number, { signal }: SubmitOptions = {}): Promise<Result> {
    this.admit(rows, signal);
    return this.enqueue({ item, rows }, signal);
  }

  /**
   * Submits several items of one caller: either all are accepted or none.
   * @returns their results, in the same order
   * @throws LintelError as `submit`; the error of the first item that fails
   */
  async submitAll(items: readonly BatchedItem<Item>[], { signal }: SubmitOptions = {}): Promise<Result[]> {
    this.admit(totalRows(items), signal);
    return Promise.all(items.map((item) => this.enqueue(item, signal)));
  }

  /** Estimated wait of an item that arrives now; 0 if nothing is running. */
  estimatedWaitMs(): number {
    const batchesAhead = Math.ceil(this.waitingRows / this.options.maxBatchSize) + (this.running ? 1 : 0);
    return batchesAhead * this.meanRunMs;
  }

  metrics(): BatchingMetrics {
    const oldest = this.waiting[0];
    return this.counters.snapshot({
      waitingRows: this.waitingRows,
      oldestWaitMs: oldest === undefined ? 0 : this.options.now() - oldest.arrivedAtMs,
    });
  }

  /** Stops accepting items, runs the waiting ones without further delay, and resolves when all are answered. */
  drain(): Promise<void> {
    this.drained ??= new Promise((resolve) => (this.onDrained = resolve));
    this.schedule();
    return this.drained;
  }

  private admit(rows: number, signal: AbortSignal | undefined): void {
    if (!Number.isInteger(rows) || rows < 1) throw wrongRows(rows);
    if (signal?.aborted) {
      this.counters.cancelled++;
      throw cancellation(signal);
    }
    if (this.drained !== undefined) throw closed();
    // An item above the limit is accepted if the queue is empty: it would not fit later either.
    if (this.waitingRows === 0 || this.waitingRows + rows <= this.options.queueLimit) return;
    this.counters.rejected++;
    const retryAfterMs = this.estimatedWaitMs();
    const seconds = (retryAfterMs / 1_000).toPrecision(2);
    throw new LintelError('QUEUE_FULL', {
      problem: 'More work waits for the model than it may.',
      expected: `at most ${this.options.queueLimit} rows that wait; those that do take about ${seconds} s`,
      received: `${rows} more rows while ${this.waitingRows} wait`,
      cure: `Send the request again in about ${seconds} s; where this lasts, add replicas or threads.`,
      retryable: true,
      retryAfterMs,
    });
  }

  private enqueue({ item, rows }: BatchedItem<Item>, signal: AbortSignal | undefined): Promise<Result> {
    return new Promise((resolve, reject) => {
      const arrivedAtMs = this.options.now();
      const entry: Waiting<Item, Result> = { item, rows, arrivedAtMs, resolve, reject, signal };
      this.watch(entry);
      this.waiting.push(entry);
      this.waitingRows += rows;
      this.schedule();
    });
  }

  private schedule(): void {
    if (this.running) return;
    if (this.waiting.length === 0) {
      this.stopClocks();
      if (this.drained !== undefined) this.onDrained();
    } else if (this.waitingRows >= this.options.maxBatchSize) {
      this.release('full');
    } else if (this.drained !== undefined) {
      this.release('drained');
    } else if (this.options.maxWaitMs === 0) {
      // Runs in the next phase of the event loop, so that all items that have arrived by then share the batch.
      this.immediate ??= setImmediate(() => this.release(this.behindBatch ? 'waited' : 'idle'));
    } else {
      const dueInMs = this.waiting[0]!.arrivedAtMs + this.options.maxWaitMs - this.options.now();
      this.timer ??= setTimeout(() => this.release('waited'), Math.max(0, dueInMs));
    }
  }

  private release(reason: ReleaseReason): void {
    this.stopClocks();
    const batch = this.takeBatch();
    const rows = totalRows(batch);
    this.counters.released(reason, rows);
    this.running = true;
    void this.answer(batch, rows);
  }

  private takeBatch(): Waiting<Item, Result>[] {
    let count = 1;
    let rows = this.waiting[0]!.rows;
    while (count < this.waiting.length && rows + this.waiting[count]!.rows <= this.options.maxBatchSize) {
      rows += this.waiting[count]!.rows;
      count++;
    }
    this.waitingRows -= rows;
    return this.waiting.splice(0, count);
  }

  private async answer(batch: readonly Waiting<Item, Result>[], rows: number): Promise<void> {
    const startedAtMs = this.options.now();
    for (const { arrivedAtMs } of batch) this.counters.waitMs.add(startedAtMs - arrivedAtMs);
    try {
      const results = await this.run(batch, rows);
      if (results.length !== batch.length) throw miscounted(batch.length, results.length);
      batch.forEach(({ resolve }, index) => resolve(results[index]!));
    } catch (error) {
      this.counters.failed += batch.length;
      for (const { reject } of batch) reject(error);
    }
    for (const entry of batch) this.forget(entry);
    const runMs = this.options.now() - startedAtMs;
    this.counters.runMs.add(runMs);
    this.meanRunMs = this.meanRunMs === 0 ? runMs : this.meanRunMs + LATEST_WEIGHT * (runMs - this.meanRunMs);
    this.running = false;
    this.behindBatch = this.waiting.length > 0;
    this.schedule();
  }

  /** Cancels the item when its signal is aborted. */
  private watch(entry: Waiting<Item, Result>): void {
    const { signal } = entry;
    if (signal === undefined) return;
    const known = this.cancellable.get(signal);
    if (known) {
      known.items.add(entry);
      return;
    }
    const items = new Set([entry]);
    const cancel = (): void => {
      this.cancellable.delete(signal);
      for (const each of items) this.cancel(each, signal);
    };
    this.cancellable.set(signal, { items, cancel });
    signal.addEventListener('abort', cancel, { once: true });
  }

  /** Removes the listener with the last item of a signal. */
  private forget(entry: Waiting<Item, Result>): void {
    const { signal } = entry;
    if (signal === undefined) return;
    const known = this.cancellable.get(signal);
    if (known === undefined) return;
    known.items.delete(entry);
    if (known.items.size > 0) return;
    signal.removeEventListener('abort', known.cancel);
    this.cancellable.delete(signal);
  }

  /** A waiting item leaves the queue; the result of a running item is discarded. */
  private cancel(entry: Waiting<Item, Result>, signal: AbortSignal): void {
    this.counters.cancelled++;
    entry.reject(cancellation(signal));
    const at = this.waiting.indexOf(entry);
    if (at < 0) return;
    this.waiting.splice(at, 1);
    this.waitingRows -= entry.rows;
    if (this.waiting.length === 0) this.behindBatch = false;
    // The next oldest item has waited less.
    this.stopClocks();
    this.schedule();
  }

  private stopClocks(): void {
    clearImmediate(this.immediate);
    clearTimeout(this.timer);
    this.immediate = undefined;
    this.timer = undefined;
  }
}

const totalRows = (items: readonly BatchedItem<unknown>[]): number => items.reduce((sum, { rows }) => sum + rows, 0);

function wrongRows(rows: number): LintelError {
  return new LintelError('INVALID_ARGUMENT', {
    problem: 'An item of a batch holds at least one row.',
    expected: 'a whole number of rows, at least 1',
    received: String(rows),
    cure: 'Pass the number of rows that the item holds.',
  });
}

function closed(): LintelError {
  return new LintelError('MODEL_NOT_READY', {
    problem: 'The queue of the model is closed.',
    expected: 'an open queue',
    received: 'an item after drain()',
    cure: 'Send the request to the model that has replaced this one.',
    retryable: true,
  });
}

function miscounted(expected: number, received: number): LintelError {
  return new LintelError('INTERNAL', {
    problem: 'A batch was answered with another number of results.',
    expected: `${expected} results`,
    received: String(received),
    cure: 'Report this: it is a mistake in the program that runs the model.',
  });
}
