import { ShadowWork, type ShadowJob } from './shadow-work';

const turns = async (count: number): Promise<void> => {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve));
};

/** Jobs that record each piece that they run. */
function noting(pieces = 1) {
  const done: string[] = [];
  const job = (name: string, examples = 1, bytes = 1): ShadowJob => ({
    examples,
    bytes,
    async run(quiet) {
      for (let piece = 0; piece < pieces; piece++) {
        if (!(await quiet())) return;
        done.push(`${name}${piece}`);
      }
    },
  });
  return { done, job };
}

describe('ShadowWork', () => {
  it('runs its jobs in order while no request is in progress', async () => {
    const { done, job } = noting(2);
    const work = new ShadowWork(() => false);
    work.add(job('a'));
    work.add(job('b'));
    expect([done, work.waitingExamples]).toEqual([[], 2]);
    await turns(8);
    expect([done, work.waitingExamples]).toEqual([['a0', 'a1', 'b0', 'b1'], 0]);
  });

  it('stops between two pieces while a request is in progress, and continues when it is woken', async () => {
    const { done, job } = noting(2);
    let busy = true;
    const work = new ShadowWork(() => busy);
    work.add(job('a'));
    await turns(4);
    expect(done).toEqual([]);
    busy = false;
    work.wake();
    await turns(1);
    busy = true;
    await turns(4);
    expect(done.length).toBeLessThan(2);
    work.wake();
    await turns(4);
    expect(done.length).toBeLessThan(2);
    busy = false;
    work.wake();
    await turns(4);
    expect(done).toEqual(['a0', 'a1']);
  });

  it('accepts no more examples or bytes than may wait, and more when some are done', async () => {
    const { job } = noting();
    const work = new ShadowWork(() => false, { maxExamples: 4, maxBytes: 100 });
    expect([work.accepts(5, 1), work.accepts(1, 101), work.accepts(4, 100)]).toEqual([false, false, true]);
    work.add(job('a', 3, 60));
    expect([work.accepts(2, 1), work.accepts(1, 41), work.accepts(1, 40)]).toEqual([false, false, true]);
    await turns(4);
    expect(work.accepts(4, 100)).toBe(true);
  });

  it('goes on after a job that fails', async () => {
    const { done, job } = noting();
    const work = new ShadowWork(() => false);
    work.add({ examples: 1, bytes: 1, run: () => Promise.reject(new Error('no')) });
    work.add(job('b'));
    await turns(4);
    expect(done).toEqual(['b0']);
  });

  it('does nothing more once it is stopped, even while it waits for quiet', async () => {
    const { done, job } = noting();
    const work = new ShadowWork(() => true);
    work.add(job('a'));
    work.add(job('b'));
    await turns(2);
    work.stop();
    await turns(4);
    expect([done, work.accepts(1, 1), work.waitingExamples]).toEqual([[], false, 0]);
  });
});
