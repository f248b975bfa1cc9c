import { readdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { refusal } from '@lintel/contracts/testing/refusal';
import { temporaryFolder } from '@lintel/contracts/testing/temporary-folder';
import { prepareExamples, type PrepareExamplesOptions } from './prepare-examples';

const cacheDir = join(temporaryFolder(), 'cache');

function optionsOf(changes: Partial<PrepareExamplesOptions> = {}): {
  options: PrepareExamplesOptions;
  prepared: number[];
} {
  const prepared: number[] = [];
  const options: PrepareExamplesOptions = {
    labels: Array.from({ length: 40 }, (_, at) => at % 2),
    classNames: ['cup', 'plate'],
    contentHash: 'a'.repeat(64),
    exampleShape: [1, 2, 1],
    key: 'stretch',
    cacheDir,
    prepare: (index) => {
      prepared.push(index);
      return Promise.resolve(Uint8Array.of(index, 2 * index));
    },
    ...changes,
  };
  return { options, prepared };
}

describe('examples that are prepared for a model', () => {
  it('are prepared once, and keep their order, labels and the hash of what they are', async () => {
    const { options, prepared } = optionsOf();
    for (let time = 0; time < 2; time++) {
      const dataset = await prepareExamples(options);
      const pixels = new Uint8Array(4);
      dataset.read([39, 3], pixels);
      expect([...pixels]).toEqual([39, 78, 3, 6]);
      expect(dataset).toMatchObject({ size: 40, contentHash: options.contentHash, exampleShape: [1, 2, 1] });
      expect([...dataset.labels].slice(0, 3)).toEqual([0, 1, 0]);
      dataset.close();
    }
    expect(prepared).toHaveLength(40);
  });

  it.each([{ key: 'cover' }, { exampleShape: [2, 1, 1] }, { contentHash: 'b'.repeat(64) }])(
    'are prepared again for %j',
    async (changes) => {
      const { options, prepared } = optionsOf(changes);
      (await prepareExamples(options)).close();
      expect(prepared).toHaveLength(40);
    },
  );

  it('leave no file if one fails, and files unused for a month are removed', async () => {
    const old = join(cacheDir, 'prepared-old.dataset');
    await writeFile(old, 'old');
    await utimes(old, new Date(0), new Date(0));
    const { options } = optionsOf({ key: 'broken', prepare: () => Promise.resolve(new Uint8Array(3)) });
    const before = await readdir(cacheDir);
    expect((await refusal(() => prepareExamples(options))).code).toBe('SHAPE_MISMATCH');
    expect(await readdir(cacheDir)).toEqual(before.filter((name) => name !== 'prepared-old.dataset'));
  });
});
