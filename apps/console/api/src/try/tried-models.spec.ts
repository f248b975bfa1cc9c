import { generateSigningKey, signManifest } from '@lintel/core-ml';
import { writeColourModel } from '@lintel/core-ml/testing/colour-model';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { TriedModels } from './tried-models';

const { privateKeyPem, publicKeyPem } = generateSigningKey();
let models: TriedModels;
let reads: string[] = [];

beforeAll(async () => {
  const folder = await writeColourModel();
  const manifest = await readFile(join(folder, 'manifest.json'));
  const onnx = await readFile(join(folder, 'colours.onnx'));
  await rm(folder, { recursive: true });
  const signed = (key: string): Buffer => Buffer.from(signManifest(manifest, key));
  const stranger = generateSigningKey().privateKeyPem;
  const files = (id: string) => {
    reads.push(id);
    return Promise.resolve({ manifest, onnx, signature: signed(id === 'strange' ? stranger : privateKeyPem) });
  };
  models = new TriedModels({ files }, [publicKeyPem]);
});
afterAll(() => models.close());

describe('the versions that people try', () => {
  it('stay loaded while they are among the last three, and are closed afterwards', async () => {
    const first = await models.get('a');
    for (const id of ['b', 'a', 'c', 'a', 'd']) await models.get(id);
    expect(reads).toEqual(['a', 'b', 'c', 'd']);
    expect(models.ids()).toEqual(['c', 'a', 'd']);
    expect(await models.get('a')).toBe(first);
    await models.close();
    await expect(first.predict([Buffer.from('x')])).rejects.toMatchObject({ code: 'MODEL_NOT_READY' });
  });

  it('are not kept if their signature is not trusted', async () => {
    reads = [];
    for (const _ of [1, 2]) await expect(models.get('strange')).rejects.toMatchObject({ code: 'MODEL_INVALID' });
    expect(reads).toHaveLength(2);
    expect(models.ids()).toEqual([]);
  });
});
