import { LintelError } from '@lintel/contracts';
import { PublishQueue, type PlacedRecord } from './publish-queue';

const record = (name: string, bytes = 1): PlacedRecord => ({
  topic: 'photos',
  partition: 0,
  key: name,
  value: Buffer.alloc(bytes),
  headers: {},
});
const tick = () => new Promise((resolve) => setImmediate(resolve));

describe('publish queue', () => {
  it('sends a lone record at once and what comes meanwhile together, in order', async () => {
    const sent: string[][] = [];
    let release: () => void = () => undefined;
    const queue = new PublishQueue(async (records) => {
      sent.push(records.map(({ key }) => key!));
      if (sent.length === 1) await new Promise<void>((resolve) => (release = resolve));
    });
    const first = queue.add([record('a')]);
    await tick();
    const later = [queue.add([record('b')]), queue.add([record('c'), record('d')])];
    release();
    await Promise.all([first, ...later]);
    expect(sent).toEqual([['a'], ['b', 'c', 'd']]);
  });

  it('never exceeds what a broker takes for one partition', async () => {
    const sizes: number[] = [];
    const queue = new PublishQueue((records) => {
      sizes.push(records.length);
      return Promise.resolve();
    });
    await queue.add([record('a', 600_000), record('b', 600_000), record('c', 1_000)]);
    expect(sizes).toEqual([1, 2]);
    // Three bytes each in UTF-8.
    const headers = { 'lintel-error-stack': '€'.repeat(100_000) };
    await queue.add(Array.from({ length: 5 }, () => ({ ...record('d'), headers })));
    expect(sizes.slice(2)).toEqual([3, 2]);
  });

  it('fails the bad request alone, not those that travel with it', async () => {
    const queue = new PublishQueue((records) =>
      records.some(({ key }) => key === 'bad') ? Promise.reject(new Error('no such topic')) : Promise.resolve(),
    );
    const outcomes = await Promise.allSettled([queue.add([record('a')]), queue.add([record('bad')])]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
  });

  it('refuses what one of the engines could not keep as it is', async () => {
    const queue = new PublishQueue(() => Promise.resolve());
    const large = { ...record('a', 900_000), headers: { baggage: 'b'.repeat(200_000) } };
    await expect(queue.add([large])).rejects.toMatchObject({ code: 'EVENT_TOO_LARGE' });
    for (const bad of ['a\0b', 'half \ud800', '\ude00\ud83d']) {
      await expect(queue.add([record(bad)])).rejects.toMatchObject({ code: 'EVENT_INVALID' });
      for (const headers of [{ note: bad }, { [bad]: 'note' }]) {
        await expect(queue.add([{ ...record('a'), headers }])).rejects.toMatchObject({ code: 'EVENT_INVALID' });
      }
    }
    await queue.add([{ ...record('😀'), headers: { ключ: '😀' } }]);
  });

  it('refuses an event of 2 MB with a cure, and everything after closing', async () => {
    const queue = new PublishQueue(() => Promise.resolve());
    await expect(queue.add([record('a', 2_000_000)])).rejects.toMatchObject({ code: 'EVENT_TOO_LARGE' });
    await queue.close();
    await expect(queue.add([record('a')])).rejects.toBeInstanceOf(LintelError);
  });
});
