import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { loadModelDirectory } from '../../../inference/load-model-directory';
import { Predictor } from '../../../serving/predictor';
import { VectorIndex } from '../../../retrieval/vector-index';
import { tinyBackbone, tintedPicture, tintedPictures } from '../testing/tinted-pictures';
import { evaluateEmbedding } from './evaluate-embedding';
import { trainEmbedding, type TrainEmbeddingRequest } from './train-embedding';

let folder: string;
beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'lintel-embedding-'))));
afterAll(() => rm(folder, { recursive: true, force: true }));

let models = 0;
const train = (options: Partial<TrainEmbeddingRequest> = {}) =>
  trainEmbedding({
    ...{ name: 'tints', source: 'tints', backbone: tinyBackbone(), pictures: tintedPictures() },
    ...{ out: join(folder, `model-${models++}`), seed: 1 },
    ...options,
  });

describe('trainEmbedding', () => {
  it('keeps the better of the features as they are and a projection of them, and reports both', async () => {
    const { manifest, tried } = await train({ pictures: tintedPictures({ classes: 12, each: 8 }) });
    expect(Object.keys(tried)).toEqual(['frozen', 'projection']);
    const best = Math.max(...Object.values(tried).map(({ metrics }) => metrics.mapAt10.value));
    expect(manifest.evaluation!.metrics.mapAt10.value).toBe(best);
    expect(tried.projection!.protocol).toEqual({ kind: 'each-other', without: 'itself', unseen: 'class' });
    expect(tried.frozen!.protocol.unseen).toBeNull();
    // The random network mixes the tints; a projection separates tints that it has not been shown.
    expect(tried.projection!.metrics.mapAt10.value).toBeGreaterThan(tried.frozen!.metrics.mapAt10.value);
  });

  it('trains nothing with the recipe frozen: the vectors are the centred features of the backbone', async () => {
    const { manifest } = await train({ recipe: 'frozen' });
    expect(manifest.architecture).toMatchObject({ name: 'frozen/tiny', config: { recipe: 'frozen', epochs: 0 } });
    expect(manifest.reading).toEqual({ size: 24, similarity: 'cosine' });
    expect(manifest.onnx.outputs).toEqual([{ name: 'embedding', dtype: 'float32', shape: [24], meaning: 'embedding' }]);
  });

  it('gives vectors of length 1 among which a search finds pictures of the same class', async () => {
    const { directory } = await train({ recipe: 'projection' });
    const predictor = await Predictor.load(directory, { task: 'image-embedding' });
    const labels = Array.from({ length: 24 }, (_, at) => at % 4);
    const files = await Promise.all(
      labels.map((label, at) =>
        sharp(tintedPicture(label, 4, 77_000 + at), { raw: { width: 20, height: 20, channels: 3 } })
          .png()
          .toBuffer(),
      ),
    );
    const vectors = (await predictor.predict(files)).map(({ vector }) => vector);
    await predictor.close();
    for (const vector of vectors) expect(vector.reduce((sum, value) => sum + value * value, 0)).toBeCloseTo(1, 4);
    const index = new VectorIndex(Float32Array.from(vectors.flatMap((vector) => [...vector])), vectors[0]!.length);
    const right = vectors.filter((vector, at) => {
      const [first] = index.nearest(vector, { count: 1, accepts: (row) => row !== at });
      return labels[first!.row] === labels[at];
    });
    expect(right.length).toBeGreaterThanOrEqual(20);
  });

  it('is measured the same again from its folder', async () => {
    const pictures = tintedPictures();
    const { directory, manifest } = await train({ recipe: 'frozen', pictures });
    const stored = await loadModelDirectory(directory, { task: 'image-embedding' });
    const again = await evaluateEmbedding(stored, pictures, { seed: 1 });
    expect(again).toEqual(manifest.evaluation);
  });

  it('measures queries against the other pictures, if there are queries', async () => {
    const queries = tintedPictures({ each: 3, seed: 9 });
    const { manifest, directory } = await train({ recipe: 'projection', queries });
    expect(manifest.evaluation).toMatchObject({
      examples: 12,
      gallery: 40,
      protocol: { kind: 'gallery', without: 'itself', unseen: 'picture' },
    });
    const stored = await loadModelDirectory(directory, { task: 'image-embedding' });
    const again = await evaluateEmbedding(stored, tintedPictures(), { queries, seed: 1 });
    expect(again.metrics).toEqual(manifest.evaluation!.metrics);
  });

  it('measures a projection on groups that it has not seen, and never finds a picture of the query’s own group', async () => {
    const groups = Array.from({ length: 40 }, (_, at) => `thing ${Math.floor(at / 2)}`);
    const { manifest } = await train({ recipe: 'projection', pictures: tintedPictures({ groups }) });
    expect(manifest.evaluation!.protocol).toEqual({ kind: 'each-other', without: 'group', unseen: 'group' });
  });

  it.each<[string, () => Partial<TrainEmbeddingRequest>, string]>([
    ['one class', () => ({ pictures: tintedPictures({ classes: 1 }) }), 'DATASET_INVALID'],
    ['one picture of each class', () => ({ pictures: tintedPictures({ each: 1 }) }), 'DATASET_EMPTY'],
    ['groups to hold out that there are not', () => ({ holdOut: 'group' }), 'DATASET_INVALID'],
  ])('refuses %s, and writes nothing', async (_, options, code) => {
    const out = join(folder, `refused-${models++}`);
    await expect(train({ ...options(), out })).rejects.toMatchObject({ code });
    expect(existsSync(out)).toBe(false);
  });

  it('can be cancelled, and leaves no folder', async () => {
    const out = join(folder, 'cancelled');
    const caller = new AbortController();
    const onProgress = (what: string): void => {
      if (what.startsWith('Fitting')) caller.abort();
    };
    await expect(train({ out, signal: caller.signal, onProgress, recipe: 'projection' })).rejects.toMatchObject({
      code: 'CANCELLED',
    });
    expect(existsSync(out)).toBe(false);
  });
});
