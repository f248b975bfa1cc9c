import { createRandom, type Dataset } from '@lintel/contracts';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GraphSession } from '../../../../backbones/graph-session';
import { makeBackbone } from '../../../../backbones/make-backbone';
import { networkWeights } from '../../../../backbones/network-weights';
import { randomTensors, tinyPlan } from '../../../../backbones/testing/tiny-network';
import { writeTorchFile } from '../../../../backbones/testing/write-torch-file';
import { normalisePixels } from '../../../../preprocessing/normalisation';
import { type PretrainedClass, type PretrainedClassifier } from '../../../../transfer/pretrained-classifier';
import { runPretrained, type RunPretrainedOptions } from './run-pretrained';
import { samplePictures } from '../../../../transfer/sample-pictures';

const SIDE = 20;
const PIXELS = SIDE * SIDE * 3;
/** Two of the four classes of the tiny network are one kind of goods; the third is another; the fourth is none. */
const CLASSES: readonly PretrainedClass[] = [
  { name: 'cup', members: [2, 0] },
  { name: 'hat', members: [1] },
];

function tinyClassifier(): PretrainedClassifier {
  const plan = tinyPlan(SIDE);
  const tensors = randomTensors(plan);
  const { shape, values } = tensors.get(`${plan.dense}.weight`)!;
  // Small, so that no class has all of the probability.
  tensors.set(`${plan.dense}.weight`, { shape, values: values.map((value) => value / 30) });
  const { manifest, onnx } = makeBackbone(plan, writeTorchFile(tensors), { licence: 'none', source: 'a test' });
  const { dense, bias } = networkWeights(plan, tensors);
  return { backbone: { manifest, onnx }, logits: 'logits', total: 4, dense, bias };
}

/** Pictures of one colour each with a little noise; the class is the colour. */
function colours(classNames: readonly string[], labels: readonly number[], seed: number): Dataset {
  const random = createRandom(seed, 'colours');
  const palette = [
    [230, 40, 40],
    [40, 220, 60],
    [40, 60, 230],
  ];
  const pixels = labels.map((label) =>
    Uint8Array.from({ length: PIXELS }, (_, at) => palette[label % 3]![at % 3]! + random.int(25)),
  );
  return {
    size: labels.length,
    exampleShape: [SIDE, SIDE, 3],
    dtype: 'uint8',
    classNames: [...classNames],
    labels: Int32Array.from(labels),
    contentHash: 'c'.repeat(64),
    read: (indices, target) => Array.from(indices).forEach((index, at) => target.set(pixels[index]!, at * PIXELS)),
    close: () => undefined,
  };
}

describe('a model that stands on a pretrained classifier', () => {
  let folder: string;
  const classifier = tinyClassifier();
  beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'lintel-pretrained-'))));
  afterAll(() => rm(folder, { recursive: true }));

  const made = (name: string, pictures: RunPretrainedOptions['pictures']) =>
    runPretrained({
      name,
      classifier,
      classes: CLASSES,
      pictures,
      dataset: { name: 'a test', contentHash: 'b'.repeat(64) },
      out: join(folder, name),
      unsureBelow: 0.25,
      seed: 1,
      provenance: { codeCommit: null, jobId: null, datasetVersionId: null },
    });

  /** Probabilities of the model, and the softmax of the whole pretrained classifier, for the same pictures. */
  async function answers(directory: string, pixels: Uint8Array, classes: number) {
    const { preprocessor } = classifier.backbone.manifest;
    const count = pixels.length / PIXELS;
    const values = new Float32Array(pixels.length);
    for (let at = 0; at < count; at++) {
      normalisePixels(pixels.subarray(at * PIXELS, (at + 1) * PIXELS), preprocessor, values, at * PIXELS);
    }
    const feeds = { input: { values, shape: [count, SIDE, SIDE, 3] } };
    const whole = await GraphSession.open(classifier.backbone.onnx);
    const model = await GraphSession.open(await readFile(join(directory, 'model.onnx')));
    const { logits } = await whole.run(feeds, ['logits']);
    const { probabilities } = await model.run(feeds, ['probabilities']);
    await Promise.all([whole.close(), model.close()]);
    return Array.from({ length: count }, (_, row) => {
      const weights = [...logits.subarray(row * 4, row * 4 + 4)].map(Math.exp);
      const sum = weights.reduce((total, weight) => total + weight, 0);
      return {
        own: [...probabilities.subarray(row * classes, (row + 1) * classes)],
        softmax: weights.map((weight) => weight / sum),
      };
    });
  }

  it('starts with the probabilities of the whole classifier; what is no goods is missing to 1', async () => {
    const { directory, manifest } = await made('start', null);
    for (const { own, softmax } of await answers(directory, samplePictures(8, SIDE, 7), 2)) {
      expect(own[0]).toBeCloseTo(softmax[0]! + softmax[2]!, 5);
      expect(own[1]).toBeCloseTo(softmax[1]!, 5);
    }
    expect(manifest).toMatchObject({
      evaluation: null,
      reading: { classNames: ['cup', 'hat'], unsureBelow: 0.25 },
      training: { network: null, engine: 'none: the published weights of a test' },
      dataset: { examples: { train: 0, validation: 0, test: 0 } },
    });
    expect(manifest.onnx.parity).toMatchObject({ examples: 16, tolerance: 1e-4 });
  });

  it('learns a known and an added class from a dozen pictures each, and is measured on others', async () => {
    const names = ['cup', 'hat', 'shirt'];
    const labels = (count: number): number[] => Array.from({ length: count }, (_, at) => (at % 2 === 0 ? 1 : 2));
    const pictures = { train: colours(names, labels(24), 1), test: colours(names, labels(40), 2) };
    const { manifest } = await made('learned', pictures);
    expect(manifest.evaluation).toMatchObject({ examples: 40, accuracy: 1 });
    expect(manifest.reading.classNames).toEqual(names);
    expect(manifest.architecture.config).toMatchObject({ learned: ['hat', 'shirt'] });
    expect(manifest.onnx.parity.maxAbsoluteDifference).toBeLessThan(1e-4);
    expect((await made('learned', pictures)).manifest.onnx.sha256).toBe(manifest.onnx.sha256);
  });

  it('divides what is left among the classes without pictures as the classifier divides it', async () => {
    const apart = CLASSES.map(({ name }) => name);
    const members: PretrainedClass[] = [0, 1, 2].map((member) => ({ name: `kind ${member}`, members: [member] }));
    const names = [...members.map(({ name }) => name), ...apart];
    const labels = Array.from({ length: 30 }, (_, at) => (at % 2 === 0 ? 1 : 3));
    const { directory } = await runPretrained({
      name: 'rest',
      classifier,
      classes: members,
      pictures: { train: colours(names, labels, 1), test: colours(names, labels, 2) },
      dataset: { name: 'a test', contentHash: 'b'.repeat(64) },
      out: join(folder, 'rest'),
      unsureBelow: 0.25,
      seed: 1,
      provenance: { codeCommit: null, jobId: null, datasetVersionId: null },
    });
    for (const { own, softmax } of await answers(directory, samplePictures(8, SIDE, 7), 5)) {
      const [first = 0, , third = 0, , hat] = own;
      expect(first / third).toBeCloseTo(softmax[0]! / softmax[2]!, 3);
      // An added class without pictures has no share.
      expect(hat).toBe(0);
    }
  });

  it('refuses pictures of one class, and pictures whose classes are in another order', async () => {
    const names = ['cup', 'hat'];
    const one = { train: colours(names, [1, 1, 1], 1), test: colours(names, [1], 2) };
    await expect(made('one', one)).rejects.toMatchObject({ code: 'DATASET_INVALID' });
    const turned = colours(['hat', 'cup'], [0, 1, 0, 1], 1);
    await expect(made('turned', { train: turned, test: turned })).rejects.toMatchObject({ code: 'DATASET_INVALID' });
  });
});
