import { truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { refusal } from '@lintel/contracts/testing/refusal';
import { temporaryFolder } from '@lintel/contracts/testing/temporary-folder';
import { openCifar10Binary } from './cifar10-binary';

const folder = temporaryFolder();

/** Red encodes the label, green the column, blue the row. */
function record(label: number): Buffer {
  const planes = [() => label, (at: number) => at % 32, (at: number) => at >> 5];
  return Buffer.from([label, ...planes.flatMap((plane) => Array.from({ length: 1024 }, (_, at) => plane(at)))]);
}

async function batch(name: string, ...labels: number[]): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, Buffer.concat(labels.map(record)));
  return path;
}

describe('CIFAR-10 in its binary version', () => {
  it('becomes pictures of interleaved colours, across files', async () => {
    const dataset = await openCifar10Binary([await batch('1.bin', 3, 9, 0), await batch('2.bin', 7)]);
    expect(dataset).toMatchObject({ size: 4, exampleShape: [32, 32, 3], labels: Int32Array.of(3, 9, 0, 7) });
    expect(dataset.classNames[9]).toBe('truck');
    const target = new Uint8Array(2 * 3072);
    dataset.read([3, 1], target);
    expect([...target.slice(0, 6)]).toEqual([7, 0, 0, 7, 1, 0]);
    expect([...target.slice(3072 + 3 * 32, 3072 + 3 * 32 + 3)]).toEqual([9, 0, 1]);
    expect([...target.slice(-3)]).toEqual([9, 31, 31]);
    dataset.close();
    expect((await refusal(() => dataset.read([0], target))).problem).toBe('The dataset is closed.');
  });

  it('refuses what is no such file, with a cure', async () => {
    const cut = await batch('cut.bin', 1, 2);
    await truncate(cut, 5000);
    expect(await refusal(() => openCifar10Binary([cut]))).toMatchObject({
      code: 'DATASET_INVALID',
      received: '5000 bytes',
    });
    const wrong = await batch('wrong.bin', 1, 10);
    expect(await refusal(() => openCifar10Binary([wrong]))).toMatchObject({ received: '10 at record 1' });
    const packed = join(folder, 'packed.bin');
    await writeFile(packed, gzipSync(record(1)));
    expect((await refusal(() => openCifar10Binary([packed]))).cure).toContain('Unpack it first');
    expect((await refusal(() => openCifar10Binary([join(folder, 'absent.bin')]))).code).toBe('NOT_FOUND');
    expect((await refusal(() => openCifar10Binary([]))).code).toBe('DATASET_EMPTY');
    expect((await refusal(() => openCifar10Binary([folder]))).code).toBe('DATASET_INVALID');
  });
});
