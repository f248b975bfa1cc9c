import { rm } from 'node:fs/promises';
import { Predictor } from '../../../../serving/predictor';
import { normalisePixels } from '../../../../preprocessing/normalisation';
import { tintedPicture } from '../../../image-embedding/testing/tinted-pictures';
import { tintedFile, writeHeatModel } from '../../testing/heat-model';

let folder: string;
let predictor: Predictor<'image-classification'>;
let picture: Uint8Array;
beforeAll(async () => {
  folder = await writeHeatModel();
  predictor = await Predictor.load(folder, { task: 'image-classification' });
  picture = await tintedFile();
});
afterAll(async () => {
  await predictor.close();
  await rm(folder, { recursive: true, force: true });
});

describe('the heat of a model on a backbone', () => {
  it('is an output of the manifest that is computed on request only', async () => {
    const heat = predictor.manifest.onnx.outputs.find(({ meaning }) => meaning === 'heat');
    expect(heat).toEqual({ name: 'heat', dtype: 'float32', shape: [4, 3, 3], meaning: 'heat', onRequest: true });
    const tensors = { [predictor.manifest.onnx.inputs[0]!.name]: new Float32Array(20 * 20 * 3) };
    expect(Object.keys(await predictor.run(tensors, 1))).toEqual(['probabilities', 'features']);
    const asked = await predictor.run(tensors, 1, { also: ['heat'] });
    expect(asked['heat']).toHaveLength(4 * 9);
  });

  it('explains the answer’s class if it is asked for, and changes nothing else of the answer', async () => {
    const [plain] = await predictor.predict([picture]);
    const [explained] = await predictor.predict([picture, picture], { also: ['heat'] });
    expect(plain).not.toHaveProperty('heat');
    const { heat, ...rest } = explained!;
    expect(rest.className).toBe(plain!.className);
    expect(rest.probability).toBeCloseTo(plain!.probability, 5);
    expect(heat).toMatchObject({ className: plain!.className, height: 3, width: 3 });
    expect(heat!.values).toHaveLength(9);
    const { preprocessing, onnx, reading } = predictor.manifest;
    const tensor = new Float32Array(20 * 20 * 3);
    normalisePixels(tintedPicture(1, 4, 9_000), preprocessing, tensor);
    const all = (await predictor.run({ [onnx.inputs[0]!.name]: tensor }, 1, { also: ['heat'] }))[
      'heat'
    ] as Float32Array;
    const start = 9 * reading.classNames.indexOf(plain!.className);
    expect(start).toBeGreaterThan(0);
    heat!.values.forEach((value, position) => expect(value).toBeCloseTo(all[start + position]!, 4));
  });

  it('is left out by a model that does not have it', async () => {
    const [answer] = await predictor.predict([picture], { also: ['something else'] });
    expect(answer).not.toHaveProperty('heat');
  });
});
