import { getEventListeners } from 'node:events';
import { LintelError } from '@lintel/contracts';
import { BatchingQueue, type BatchedItem } from './batching-queue';
import { type BatchingOptions } from './batching-options';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const codeOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'answered',
    (error: unknown) => (error instanceof LintelError ? error.code : String(error)),
  );

/** A queue whose runs end when the test resolves them; each item's result is its double. */
function held(options: BatchingOptions = {}) {
  const batches: number[][] = [];
  const ends: (() => void)[] = [];
  const queue = new BatchingQueue<number, number>(async (batch) => {
    batches.push(batch.map(({ item }) => item));
    await new Promise<void>((resolve) => ends.push(resolve));
    return batch.map(({ item }) => item * 2);
  }, options);
  const end = async (): Promise<void> => {
    ends.shift()!();
    await turn();
    await turn();
  };
  return { queue, batches, end };
}

describe('BatchingQueue', () => {
  it('releases what arrives in one turn of the event loop together, and at once', async () => {
    const { queue, batches, end } = held();
    const answers = Promise.all([1, 2, 3].map((item) => queue.submit(item, 1)));
    await turn();
    expect(batches).toEqual([[1, 2, 3]]);
    await end();
    expect(await answers).toEqual([2, 4, 6]);
    expect(queue.metrics().releases).toEqual({ full: 0, waited: 0, idle: 1, drained: 0 });
  });

  it('listens once to a signal, however many items it cancels, and no longer than they wait', async () => {
    const { queue, end } = held({ maxBatchSize: 8 });
    const caller = new AbortController();
    const listeners = (): number => getEventListeners(caller.signal, 'abort').length;
    const items = Array.from({ length: 16 }, (_, item) => ({ item, rows: 1 }));
    const answers = queue.submitAll(items, { signal: caller.signal });
    const single = queue.submit(16, 1, { signal: caller.signal });
    expect(listeners()).toBe(1);
    for (let batch = 0; batch < 3; batch++) {
      await turn();
      await end();
    }
    expect([...(await answers), await single]).toEqual(Array.from({ length: 17 }, (_, item) => 2 * item));
    expect(listeners()).toBe(0);

    const cancelled = queue.submitAll(items, { signal: caller.signal });
    caller.abort();
    expect(await codeOf(cancelled)).toBe('CANCELLED');
    expect(listeners()).toBe(0);
  });

  it('gathers while a batch runs, and gives every caller its own answer', async () => {
    const { queue, batches, end } = held();
    const first = queue.submit(1, 1);
    await turn();
    const later = [2, 3, 4].map((item) => queue.submit(item, 1));
    await turn();
    expect(batches).toEqual([[1]]);
    await end();
    expect(batches).toEqual([[1], [2, 3, 4]]);
    await end();
    expect(await Promise.all([first, ...later])).toEqual([2, 4, 6, 8]);
    expect(queue.metrics().releases).toEqual({ full: 0, waited: 1, idle: 1, drained: 0 });
  });

  it('never runs more rows at once than it may, and never splits an item', async () => {
    const { queue, batches, end } = held({ maxBatchSize: 4 });
    const answers = Promise.all([2, 1, 2, 9, 1].map((rows) => queue.submit(rows, rows)));
    expect(batches).toEqual([[2, 1]]);
    await end();
    await end();
    await end();
    await end();
    expect(batches).toEqual([[2, 1], [2], [9], [1]]);
    expect(await answers).toEqual([4, 2, 4, 18, 2]);
    expect(queue.metrics()).toMatchObject({ batches: 4, rows: 15, releases: { full: 3, waited: 1 } });
    expect(queue.metrics().batchRows).toMatchObject({ count: 4, sum: 15 });
  });

  it('waits for other items as long as configured, but no longer', async () => {
    let nowMs = 0;
    const { queue, batches } = held({ maxWaitMs: 30, maxBatchSize: 3, now: () => nowMs });
    void queue.submit(1, 1);
    await turn();
    expect(batches).toEqual([]);
    nowMs = 12;
    expect(queue.metrics()).toMatchObject({ waitingRows: 1, oldestWaitMs: 12 });
    void queue.submit(2, 1);
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(batches).toEqual([[1, 2]]);
    expect(queue.metrics().releases).toMatchObject({ full: 0, waited: 1 });
  });

  it('releases a full batch without waiting', () => {
    const { queue, batches } = held({ maxWaitMs: 60_000, maxBatchSize: 2 });
    void queue.submit(1, 1);
    void queue.submit(2, 1);
    expect(batches).toEqual([[1, 2]]);
    expect(queue.metrics().releases.full).toBe(1);
  });

  it('rejects work over its limit, says for how long, and accepts work again when there is room', async () => {
    let nowMs = 0;
    const { queue, end } = held({ maxBatchSize: 2, queueLimit: 3, now: () => nowMs });
    const first = queue.submit(0, 2);
    nowMs = 500;
    await end();
    await first;
    const accepted = [1, 2, 3, 4, 5].map((item) => queue.submit(item, 1));
    const error: unknown = await queue.submit(6, 1).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'QUEUE_FULL', retryable: true });
    expect((error as LintelError).received).toBe('1 more rows while 3 wait');
    // One batch runs and two wait, 500 ms each.
    expect(queue.estimatedWaitMs()).toBe(1_500);
    expect((error as LintelError).cure).toContain('1.5 s');
    expect(queue.metrics()).toMatchObject({ rejected: 1, waitingRows: 3 });
    await end();
    const again = queue.submit(7, 1);
    await end();
    await end();
    expect(await Promise.all([...accepted, again])).toEqual([2, 4, 6, 8, 10, 14]);
  });

  it('takes all items of a caller or none', async () => {
    const { queue, batches, end } = held({ queueLimit: 4 });
    const first = queue.submit(0, 1);
    await turn();
    const items = [1, 2, 3].map((item) => ({ item, rows: 1 }));
    const taken = queue.submitAll(items);
    expect(await codeOf(queue.submitAll(items))).toBe('QUEUE_FULL');
    expect(queue.metrics().waitingRows).toBe(3);
    await end();
    await end();
    expect([await first, await taken, batches]).toEqual([0, [2, 4, 6], [[0], [1, 2, 3]]]);
  });

  it('accepts an item above the limit if nothing waits, because it would never fit better', async () => {
    const { queue, batches, end } = held({ queueLimit: 3 });
    const answer = queue.submit(9, 9);
    await turn();
    expect(batches).toEqual([[9]]);
    await end();
    expect(await answer).toBe(18);
  });

  it('lets a cancelled item leave the queue at once, and never runs it', async () => {
    const { queue, batches, end } = held();
    const first = queue.submit(1, 1);
    await turn();
    const caller = new AbortController();
    const cancelled = queue.submit(2, 5, { signal: caller.signal });
    const kept = queue.submit(3, 1);
    caller.abort(new Error('the browser went away'));
    expect(queue.metrics()).toMatchObject({ waitingRows: 1, cancelled: 1 });
    await expect(cancelled).rejects.toMatchObject({ code: 'CANCELLED', received: 'the browser went away' });
    await end();
    await end();
    expect(await Promise.all([first, kept])).toEqual([2, 6]);
    expect(batches).toEqual([[1], [3]]);
    expect(await codeOf(queue.submit(4, 1, { signal: caller.signal }))).toBe('CANCELLED');
  });

  it('does not run an empty batch if the only item is cancelled before its turn', async () => {
    const { queue, batches } = held();
    const caller = new AbortController();
    const cancelled = codeOf(queue.submit(1, 1, { signal: caller.signal }));
    caller.abort();
    await turn();
    expect([await cancelled, batches]).toEqual(['CANCELLED', []]);
  });

  it('rejects a caller who cancels a running item, and answers the others of its batch', async () => {
    const { queue, end } = held();
    const caller = new AbortController();
    const gone = codeOf(queue.submit(1, 1, { signal: caller.signal }));
    const stays = queue.submit(2, 1);
    await turn();
    caller.abort();
    expect(await gone).toBe('CANCELLED');
    await end();
    expect(await stays).toBe(4);
  });

  it('fails only the items of a failed batch', async () => {
    const queue = new BatchingQueue<string, string>(
      async (batch: readonly BatchedItem<string>[]) => {
        await turn();
        if (batch.some(({ item }) => item === 'bad')) throw new Error('out of memory');
        return batch.map(({ item }) => item);
      },
      { maxBatchSize: 2 },
    );
    const outcomes = await Promise.all(['good', 'bad', 'fine', 'well'].map((item) => codeOf(queue.submit(item, 1))));
    expect(outcomes).toEqual(['Error: out of memory', 'Error: out of memory', 'answered', 'answered']);
    expect(queue.metrics()).toMatchObject({ failed: 2, batches: 2 });
  });

  it('fails a batch that is answered with too few results', async () => {
    const queue = new BatchingQueue<number, number>(() => Promise.resolve([]));
    expect(await codeOf(queue.submit(1, 1))).toBe('INTERNAL');
  });

  it('answers all waiting items when it is drained, without further delay, and accepts no new ones', async () => {
    const { queue, batches, end } = held({ maxWaitMs: 60_000 });
    const waiting = queue.submit(1, 1);
    let drained = false;
    const drain = queue.drain().then(() => (drained = true));
    expect(batches).toEqual([[1]]);
    expect(await codeOf(queue.submit(2, 1))).toBe('MODEL_NOT_READY');
    await turn();
    expect(drained).toBe(false);
    await end();
    expect(await waiting).toBe(2);
    await drain;
    await queue.drain();
    expect(queue.metrics().releases.drained).toBe(1);
  });

  it.each([{ maxBatchSize: 0 }, { queueLimit: 1.5 }, { maxWaitMs: -1 }, { maxWaitMs: NaN }])(
    'refuses %j',
    (options) => {
      expect(() => new BatchingQueue(() => Promise.resolve([]), options)).toThrow(/configured wrongly/);
    },
  );

  it('refuses an item without rows', async () => {
    expect(await codeOf(held().queue.submit(1, 0))).toBe('INVALID_ARGUMENT');
  });

  it('costs an idle caller one turn of the event loop and no clock: what the model answers at once arrives in it', async () => {
    const queue = new BatchingQueue<number, number>((batch) => Promise.resolve(batch.map(({ item }) => item * 2)));
    const answered = jest.fn();
    void queue.submit(1, 1).then(answered);
    await turn();
    expect(answered).toHaveBeenCalledWith(2);
  });
});
