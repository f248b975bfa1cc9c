import { mkdirSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { createRandom } from '@lintel/contracts';
import { lintel, type Outcome } from '../../testing/lintel';
import { temporaryFolder } from '../../testing/picture-folder';

jest.setTimeout(180_000);

const folder = temporaryFolder();
const train = (data: string, out: string, ...more: string[]): Promise<Outcome> =>
  lintel(
    { cacheDir: join(folder, 'cache') },
    ...['train', '--data', data, '--out', join(folder, out), '--epochs', '2', '--json', ...more],
  );

/** Records of CIFAR-10: a label, then three planes; the class is the brightness. */
function cifarBatch(records: number, seed: number): Buffer {
  const random = createRandom(seed, 'batch');
  return Buffer.concat(
    Array.from({ length: records }, (_, at) => {
      const planes = Buffer.from(Array.from({ length: 3072 }, () => (at % 10) * 12 + random.int(120)));
      return Buffer.concat([Buffer.of(at % 10), planes]);
    }),
  );
}

/** IDX (yann.lecun.com/exdb/mnist): zero, zero, uint8, rank, the sides, the values. */
function idx(sides: readonly number[], values: Buffer): Buffer {
  const header = Buffer.alloc(4 + 4 * sides.length);
  header.set([0, 0, 8, sides.length]);
  sides.forEach((side, at) => header.writeUInt32BE(side, 4 + 4 * at));
  return Buffer.concat([header, values]);
}

describe('a folder of packed pictures', () => {
  it('in the binary version of CIFAR-10 trains on its batches and tests on its own test batch', async () => {
    const data = join(folder, 'cifar-10-batches-bin');
    mkdirSync(data);
    await writeFile(join(data, 'data_batch_1.bin'), cifarBatch(100, 1));
    await writeFile(join(data, 'data_batch_2.bin'), cifarBatch(100, 2));
    await writeFile(join(data, 'test_batch.bin'), cifarBatch(40, 3));
    await writeFile(join(data, 'batches.meta.txt'), 'airplane\n');
    const { json } = await train(data, 'cifar');
    expect(json).toMatchObject({ classes: 10, examples: { train: 180, validation: 20, test: 40 } });
    const measured = await lintel(
      { cacheDir: join(folder, 'cache') },
      ...['evaluate', '--model', join(folder, 'cifar'), '--data', data, '--json'],
    );
    expect(measured.json).toMatchObject({ part: 'test', examples: 40, seen: { examples: 0 } });
    expect(measured.json['accuracy']).toBe(json['testAccuracy']);
  });

  it('in IDX, as MNIST is published, is read plain and compressed, with one channel', async () => {
    const data = join(folder, 'mnist');
    mkdirSync(data);
    const labels = Buffer.from(Array.from({ length: 60 }, (_, at) => at % 3));
    const pixels = Buffer.from(Array.from({ length: 60 * 144 }, (_, at) => (Math.floor(at / 144) % 3) * 90 + (at % 7)));
    await writeFile(join(data, 'train-images-idx3-ubyte.gz'), gzipSync(idx([60, 12, 12], pixels)));
    await writeFile(join(data, 'train-labels-idx1-ubyte'), idx([60], labels));
    await writeFile(join(data, 't10k-images-idx3-ubyte'), idx([6, 12, 12], pixels.subarray(0, 6 * 144)));
    await writeFile(join(data, 't10k-labels-idx1-ubyte'), idx([6], labels.subarray(0, 6)));
    const { json, stderr } = await train(data, 'mnist-model');
    // Copies of a picture stay together, so the parts are not exactly nine to one.
    expect(json).toMatchObject({ classes: 3, examples: { train: 52, validation: 8, test: 6 } });
    // The test pictures are copies of training pictures, which is said before training.
    expect(stderr.slice(0, stderr.indexOf('Training two-conv'))).toContain('of the test part are copies');

    const other = await lintel(
      { cacheDir: join(folder, 'cache') },
      ...['evaluate', '--model', join(folder, 'mnist-model'), '--data', join(folder, 'cifar-10-batches-bin'), '--json'],
    );
    expect(other.json).toMatchObject({
      error: {
        code: 'DATASET_INVALID',
        problem: expect.stringContaining('does not know the classes airplane') as string,
      },
    });

    await rm(join(data, 't10k-labels-idx1-ubyte'));
    const refused = await train(data, 'none');
    expect(refused.json).toMatchObject({
      error: { code: 'NOT_FOUND', problem: expect.stringContaining('no labels') as string },
    });
  });
});
