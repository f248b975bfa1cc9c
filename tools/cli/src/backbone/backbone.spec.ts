import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { backboneFolder } from '@lintel/backbones';
import { createRandom } from '@lintel/contracts';
import { BackboneStore, efficientNetLite, makeBackbone } from '@lintel/core-ml';
import { tinyPlan, tinyTorchFile } from '@lintel/core-ml/testing/tiny-network';
import sharp from 'sharp';
import { lintel } from '../testing/lintel';

jest.setTimeout(180_000);

let folder: string;
let cacheDir: string;
const run = (...args: string[]) => lintel({ cacheDir }, ...args);
const tiny = makeBackbone(tinyPlan(), tinyTorchFile(), { licence: 'none', source: 'a test' });

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lintel-backbone-'));
  cacheDir = join(folder, 'cache');
  await new BackboneStore(backboneFolder({ LINTEL_CACHE_DIR: cacheDir })).add(tiny);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Pictures of two colours, under noise. */
async function makePictures(): Promise<string> {
  const random = createRandom(1, 'pictures');
  const data = join(folder, 'pictures');
  for (const [name, colour] of [
    ['blue', [20, 40, 200]],
    ['red', [200, 40, 20]],
  ] as const) {
    mkdirSync(join(data, name), { recursive: true });
    for (let at = 0; at < 40; at++) {
      const pixels = Buffer.from(
        Array.from({ length: 24 * 24 }, () => colour.map((value) => value + random.int(50))).flat(),
      );
      const png = await sharp(pixels, { raw: { width: 24, height: 24, channels: 3 } })
        .png()
        .toBuffer();
      writeFileSync(join(data, name, `${at}.png`), png);
    }
  }
  return data;
}

describe('lintel backbone', () => {
  it('lists what was added and what can be, and removes it', async () => {
    const { json, exitCode } = await run('backbone', 'list', '--json');
    expect(exitCode).toBe(0);
    expect(json).toMatchObject({
      backbones: [{ name: 'tiny' }],
      available: ['efficientnet-lite0', 'efficientnet-lite1', 'efficientnet-lite2'],
    });
    expect((await run('backbone', 'remove', 'tiny')).exitCode).toBe(0);
    expect((await run('backbone', 'list')).stdout).toContain('No backbone was added yet.');
    expect((await run('backbone', 'remove', 'tiny')).stderr).toContain('has not been added');
  });

  it('adds an ONNX file of one’s own, once', async () => {
    const file = join(folder, 'Mine.onnx');
    writeFileSync(file, tiny.onnx);
    const several = await run('backbone', 'add', file, '--json');
    expect(several).toMatchObject({ exitCode: 2, json: { error: { code: 'INVALID_ARGUMENT' } } });
    const added = await run('backbone', 'add', file, '--output', 'map', '--scale', 'signed', '--json');
    expect(added.json).toMatchObject({
      backbone: { name: 'mine', architecture: null, onnx: { features: { size: 24 }, map: { height: 3, width: 3 } } },
    });
    const again = await run('backbone', 'add', file, '--output', 'map', '--json');
    expect(again.json).toMatchObject({ error: { code: 'CONFLICT' } });
  });

  it('refuses a name that is not published, and a file that is not there', async () => {
    expect((await run('backbone', 'add', 'resnet')).stderr).toContain('efficientnet-lite0');
    expect((await run('backbone', 'add', join(folder, 'no.onnx'), '--json')).json).toMatchObject({
      error: { code: 'NOT_FOUND' },
    });
  });
});

describe('lintel train --recipe transfer', () => {
  it('gives a model that evaluates and predicts, from a frozen backbone', async () => {
    const data = await makePictures();
    const out = join(folder, 'model');
    const trained = await run(
      ...['train', '--data', data, '--recipe', 'transfer', '--backbone', 'tiny', '--out', out],
      ...['--validation', '0.25', '--test', '0.25', '--json'],
    );
    expect(trained.stderr).not.toContain('cure');
    expect(trained.json).toMatchObject({ recipe: 'transfer', metrics: { accuracy: 1 }, crossValidatedAccuracy: 1 });
    expect(trained.json['parity']).toBeLessThan(1e-4);
    const evaluated = await run('evaluate', '--model', out, '--data', data, '--json');
    expect(evaluated.exitCode).toBe(0);
    const predicted = await run('predict', '--model', out, join(data, 'red', '3.png'), '--json');
    expect(JSON.stringify(predicted.json)).toContain('"className":"red"');
    expect(JSON.stringify(predicted.json)).not.toContain('heat');

    const drawing = join(folder, 'heat.png');
    const asked = ['predict', '--model', out, '--heat', drawing, '--json', join(data, 'red', '3.png')];
    const explained = await run(...asked);
    expect(explained.json).toMatchObject({ predictions: [{ heat: { className: 'red', height: 3, width: 3 } }] });
    expect(await sharp(drawing).metadata()).toMatchObject({ format: 'png', width: 20, height: 20 });
    expect((await run(...asked, join(data, 'red', '4.png'))).stderr).toContain('one picture');
  });

  it('says how to add a backbone that is missing, and leaves nothing', async () => {
    const data = await makePictures();
    const out = join(folder, 'model');
    const { exitCode, stderr } = await run('train', '--data', data, '--recipe', 'transfer', '--out', out);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('lintel backbone add efficientnet-lite0');
    expect((await run('predict', '--model', out, join(data, 'red', '3.png'))).exitCode).toBe(1);
  });
});

describe('lintel train --recipe fine-tune', () => {
  /** A published network with random weights. */
  const addRandomNetwork = async (): Promise<void> => {
    const plan = efficientNetLite('efficientnet-lite0');
    const random = makeBackbone(plan, tinyTorchFile(plan), { licence: 'none', source: 'a test' });
    await new BackboneStore(backboneFolder({ LINTEL_CACHE_DIR: cacheDir })).add(random);
  };

  it('trains the last stages of a backbone at a size of its own, says which network was kept, and predicts', async () => {
    await addRandomNetwork();
    const data = await makePictures();
    const out = join(folder, 'model');
    const trained = await run(
      ...['train', '--data', data, '--recipe', 'fine-tune', '--image-size', '32', '--epochs', '1', '--unfreeze', '1'],
      ...['--validation', '0.25', '--test', '0.25', '--out', out, '--json'],
    );
    expect(trained.stderr).not.toContain('cure');
    expect(trained.json).toMatchObject({ recipe: 'fine-tune', epochs: 1, validation: { examples: 20 } });
    expect(['fine-tuned', 'frozen']).toContain(trained.json['kept']);
    expect(trained.json['parity']).toBeLessThan(1e-4);
    const predicted = await run('predict', '--model', out, join(data, 'red', '3.png'), '--json');
    expect(JSON.stringify(predicted.json)).toMatch(/"className":"(red|blue)"/);
  });

  it('refuses a backbone without layers, pictures that are too small, and no validation', async () => {
    await addRandomNetwork();
    const data = await makePictures();
    const file = join(folder, 'mine.onnx');
    writeFileSync(file, tiny.onnx);
    await run('backbone', 'add', file, '--output', 'map', '--scale', 'signed');
    const train = (...args: string[]) =>
      run('train', '--data', data, '--recipe', 'fine-tune', '--out', join(folder, 'model'), ...args);
    expect((await train('--backbone', 'mine')).stderr).toContain("can't be fine-tuned");
    expect((await train('--image-size', '16')).stderr).toContain('at least 32 pixels');
    expect((await train('--image-size', '32', '--validation', '0')).stderr).toContain('held out');
    expect((await run('predict', '--model', join(folder, 'model'), file)).exitCode).toBe(1);
  });
});
