import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BackboneStore } from './backbone-store';
import { makeBackbone } from './make-backbone';
import { tinyPlan, tinyTorchFile } from './testing/tiny-network';

let folder: string;
let store: BackboneStore;
const tiny = makeBackbone(tinyPlan(), tinyTorchFile(), { licence: 'none', source: 'a test' });
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lintel-backbones-'));
  store = new BackboneStore(join(folder, 'backbones'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the store of backbones', () => {
  it('lists, opens and removes what was added, and leaves nothing behind', async () => {
    expect(await store.list()).toEqual([]);
    await store.add(tiny);
    expect((await store.list()).map(({ name }) => name)).toEqual(['tiny']);
    expect((await store.open('tiny')).onnx).toEqual(Buffer.from(tiny.onnx));
    expect((await store.openWeights('tiny')).weights).toEqual(Buffer.from(tinyTorchFile()));
    await store.remove('tiny');
    expect(readdirSync(store.folder)).toEqual([]);
    await expect(store.open('tiny')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(store.remove('tiny')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('does not open one whose bytes have changed', async () => {
    await store.add(tiny);
    writeFileSync(join(store.folder, 'tiny', 'backbone.onnx'), 'changed');
    await expect(store.open('tiny')).rejects.toMatchObject({ code: 'ARTIFACT_CORRUPT' });
  });

  it('lets only one of two at once change a backbone, and stays whole', async () => {
    const outcomes = await Promise.allSettled([store.add(tiny), store.add(tiny)]);
    const refused = outcomes.filter(({ status }) => status === 'rejected');
    expect(refused.length).toBeLessThanOrEqual(1);
    for (const { reason } of refused as PromiseRejectedResult[]) expect(reason).toMatchObject({ code: 'CONFLICT' });
    expect((await store.open('tiny')).manifest.name).toBe('tiny');
  });

  it.each(['', '..', '../outside', 'Upper', 'a/b', '.hidden'])('refuses the name "%s"', async (name) => {
    await expect(store.open(name)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    await expect(store.remove(name)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  });
});
