import { createHash } from 'node:crypto';
import { type Dataset } from '@lintel/contracts';
import { divideBySeen, packSeenPictures } from './seen-pictures';

const hashesOf = (...contents: string[]): Pick<Dataset, 'exampleHashes'> => ({
  exampleHashes: Buffer.concat(contents.map((content) => createHash('sha256').update(content).digest())),
});
const pack = (...datasets: Pick<Dataset, 'exampleHashes'>[]): string | null => packSeenPictures(datasets as Dataset[]);

describe('the pictures that a model has seen', () => {
  it('are distinguished from new ones by their content', () => {
    const seen = pack(hashesOf('a', 'b', 'b'), hashesOf('c'))!;
    expect(divideBySeen(seen, hashesOf('new', 'c', 'a', 'other'))).toEqual({ seen: [1, 2], unseen: [0, 3] });
    expect(divideBySeen(pack(hashesOf())!, hashesOf('a'))).toEqual({ seen: [], unseen: [0] });
  });

  it('take eight bytes each, and do not reveal their order', () => {
    expect(Buffer.from(pack(hashesOf('a', 'b', 'b'), hashesOf('c'))!, 'base64')).toHaveLength(24);
    expect(pack(hashesOf('a', 'b'), hashesOf('c'))).toBe(pack(hashesOf('c', 'b'), hashesOf('a', 'b')));
  });

  it('are unknown if the files of a dataset are unknown', () => {
    expect(pack(hashesOf('a'), {})).toBeNull();
    expect(divideBySeen(pack(hashesOf('a'))!, {})).toBeUndefined();
  });
});
