import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { backboneFolder } from '@lintel/backbones';
import { BackboneStore, makeBackbone } from '@lintel/core-ml';
import { tinyPlan, tinyTorchFile } from '@lintel/core-ml/testing/tiny-network';
import sharp from 'sharp';
import { type TrainingSource } from './training-source';
import { defaultRecipe } from './default-recipe';
import { DEFAULT_BACKBONE } from '../pictures/open-backbone';
import { type TrainPicturesOptions } from './train-pictures-options';

let folder: string;
let installed: NodeJS.ProcessEnv;
let bare: NodeJS.ProcessEnv;

const options: TrainPicturesOptions = {
  ...{ data: 'pictures', out: 'model', seed: 1, validation: 0.1, test: 0.1 },
  precision: 'float32',
  compile: true,
  unsureBelow: 0.5,
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lintel-default-recipe-'));
  installed = { LINTEL_CACHE_DIR: join(folder, 'installed') };
  bare = { LINTEL_CACHE_DIR: join(folder, 'bare') };
  const tiny = makeBackbone(tinyPlan(), tinyTorchFile(), { licence: 'none', source: 'a test' });
  const manifest = { ...tiny.manifest, name: DEFAULT_BACKBONE };
  await new BackboneStore(backboneFolder(installed)).add({ ...tiny, manifest });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function picturesOf(side: number): Promise<TrainingSource> {
  const path = join(folder, `${side}.png`);
  await sharp({ create: { width: side, height: side + 10, channels: 3, background: 'teal' } }).toFile(path);
  return { packed: null, folder: { entries: [{ path }] } } as unknown as TrainingSource;
}
const choose = async (given: Partial<TrainPicturesOptions>, environment: NodeJS.ProcessEnv, side = 64) =>
  defaultRecipe({ ...options, ...given }, await picturesOf(side), environment);

describe('the recipe for pictures if none is named', () => {
  it('is transfer for photographs where the backbone is installed', async () => {
    expect(await choose({}, installed)).toMatchObject({
      recipe: 'transfer',
      because: expect.stringContaining('scratch') as string,
    });
  });

  it('is a network from nothing elsewhere, with the command that installs the backbone', async () => {
    const { recipe, because } = await choose({}, bare);
    expect(recipe).toBe('scratch');
    expect(because).toContain(`npx lintel backbone add ${DEFAULT_BACKBONE}`);
  });

  it('is a network from nothing for small pictures, and for the packed files of CIFAR-10 and MNIST', async () => {
    expect(await choose({}, installed, 48)).toEqual({ recipe: 'scratch' });
    const packed = { packed: {}, folder: null } as unknown as TrainingSource;
    expect(await defaultRecipe(options, packed, installed)).toEqual({ recipe: 'scratch' });
  });

  it.each<[string, Partial<TrainPicturesOptions>]>([
    ['--model', { model: 'two-conv' }],
    ['--epochs', { epochs: 3 }],
    ['--image-size', { imageSize: 32 }],
    ['--no-augment', { augment: false }],
    ['--precision bfloat16', { precision: 'bfloat16' }],
    ['--no-compile', { compile: false }],
    ['--resume', { resume: true }],
  ])('is a network from nothing with %s, which is an option of networks', async (_, given) => {
    expect(await choose(given, installed)).toEqual({ recipe: 'scratch' });
  });

  it('is transfer with --backbone, even if that backbone is missing, so that its absence is reported', async () => {
    expect(await choose({ backbone: 'mine' }, bare, 48)).toEqual({ recipe: 'transfer' });
  });
});
