import { PARTITIONS_TRUSTED_MS, PartitionCounts } from './partition-counts';

describe('partition counts', () => {
  it('ask once, then again in the background when the answer is old, so that added partitions are used', async () => {
    let clock = 0;
    let partitions = 4;
    let asked = 0;
    const counts = new PartitionCounts(
      () => Promise.resolve(((asked += 1), partitions)),
      () => clock,
    );
    expect([await counts.of('t'), await counts.of('t'), asked]).toEqual([4, 4, 1]);
    partitions = 6;
    clock = PARTITIONS_TRUSTED_MS + 1;
    expect(await counts.of('t')).toBe(4);
    expect([await counts.of('t'), asked]).toEqual([6, 2]);
  });

  it('forget a deleted topic, so that the next publisher gets an error', async () => {
    let clock = 0;
    let answer = (): Promise<number> => Promise.resolve(2);
    const counts = new PartitionCounts(
      () => answer(),
      () => clock,
    );
    await counts.of('t');
    answer = () => Promise.reject(new Error('gone'));
    clock = PARTITIONS_TRUSTED_MS + 1;
    expect(await counts.of('t')).toBe(2);
    await new Promise(setImmediate);
    await expect(counts.of('t')).rejects.toThrow('gone');
  });
});
