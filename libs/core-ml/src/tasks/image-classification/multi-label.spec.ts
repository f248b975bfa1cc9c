import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Dataset, headlinesOf, parseGatePolicy } from '@lintel/contracts';
import sharp from 'sharp';
import { loadModelDirectory, type StoredModel } from '../../inference/load-model-directory';
import { judgeCandidate } from '../../promotion/judge-candidate';
import { Predictor } from '../../serving/predictor';
import { runLabelTransfer } from './training/transfer/run-label-transfer';
import { type RunTransferOptions } from './training/transfer/transfer-options';
import { tinyBackbone } from '../image-embedding/testing/tinted-pictures';
import { judgedTask } from '../judged-tasks';
import { expectTrainedModel } from '../testing/expect-task-contract';
import { labelledPicture, labelledPictures, setOf } from './testing/labelled-pictures';

const NAMES = ['bottom', 'left', 'top'];
const encoded = (pixels: Uint8Array): Promise<Uint8Array> =>
  sharp(pixels, { raw: { width: 20, height: 20, channels: 3 } })
    .png()
    .toBuffer();

const train = (out: string, seed: number, changes: Partial<RunTransferOptions['dataset']> = {}) =>
  runLabelTransfer({
    ...{ name: 'bars', backbone: tinyBackbone(), out, seed, unsureBelow: 0.5 },
    dataset: {
      name: 'bars',
      train: labelledPictures(96, 1),
      validation: labelledPictures(32, 2),
      test: labelledPictures(64, 3),
      ...changes,
    },
  });

const inputs: Uint8Array[] = [];
beforeAll(async () => {
  for (let at = 0; at < 12; at++) inputs.push(await encoded(labelledPicture(setOf(at), 50_000 + at)));
});

expectTrainedModel(
  () => ({
    task: 'image-classification',
    train,
    inputs,
    wrongInput: Buffer.from('this is not a picture'),
  }),
  'image-classification',
);

describe('a model for pictures with any number of labels', () => {
  let root: string;
  let model: StoredModel<'image-classification'>;
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'lintel-labels-'));
    await train(join(root, 'good'), 1);
    model = await loadModelDirectory(join(root, 'good'), { task: 'image-classification' });
  });
  afterAll(() => rm(root, { recursive: true, force: true }));

  it('finds the labels of new pictures, and reports micro F1 first', () => {
    const { evaluation } = model.manifest;
    expect(headlinesOf(model.manifest).map(({ key }) => key)).toEqual([
      'microF1',
      'macroF1',
      'averagePrecision',
      'auc',
    ]);
    const { microF1, auc } = evaluation!.labels!.metrics;
    expect(microF1.value).toBeGreaterThan(0.85);
    expect(auc!.value).toBeGreaterThan(0.9);
    expect([microF1.low < microF1.value, microF1.value < microF1.high]).toEqual([true, true]);
    expect(evaluation!.labels).toMatchObject({ without: 8, perExample: { actual: 1.5 } });
  });

  it('answers with all labels above their own thresholds, and with a heat map for each label', async () => {
    const { reading, onnx } = model.manifest;
    const heat = onnx.outputs.find(({ meaning }) => meaning === 'heat')!;
    expect(heat.shape[0]).toBe(NAMES.length);
    const predictor = await Predictor.open(model);
    const answers = await predictor.predict(inputs);
    await predictor.close();
    const right = answers.filter(({ labels }, at) => {
      const names = labels!.map(({ className }) => className);
      return (
        setOf(at)
          .map((label) => NAMES[label])
          .join() === names.sort().join()
      );
    });
    expect(right.length).toBeGreaterThanOrEqual(8);
    for (const { labels, top } of answers) {
      const above = top.filter(
        ({ className, probability }) => probability >= reading.thresholds![NAMES.indexOf(className)]!,
      );
      expect(labels).toEqual(above);
    }
  });

  it('is compared with the champion by micro F1 on the same pictures, and a worse one is refused', async () => {
    // Its labels are wrong: each picture has those of the next one.
    const wrong = labelledPictures(96, 1);
    const labelSets = Uint8Array.from(
      wrong.labelSets!,
      (_, at) => wrong.labelSets![(at + 3) % wrong.labelSets!.length]!,
    );
    await train(join(root, 'bad'), 1, { train: { ...wrong, labelSets } });
    const bad = await loadModelDirectory(join(root, 'bad'), { task: 'image-classification' });
    const examples = (models: readonly unknown[]): Promise<Dataset[]> =>
      Promise.resolve(models.map(() => labelledPictures(64, 4)));
    const judged = judgedTask('image-classification');
    const worse = await judged.assess({ candidate: bad, champion: model, examples });
    const { comparison } = worse.rival!;
    expect(comparison.figure).toEqual({ key: 'microF1', unit: 'share', better: 'higher' });
    expect(comparison.gain.high).toBeLessThan(0);
    const policy = parseGatePolicy('image-classification', {});
    const champion = { id: 'good', model };
    expect(await judgeCandidate({ candidate: bad, champion, examples, policy })).toMatchObject({ passed: false });
    expect(await judgeCandidate({ candidate: model, champion: null, examples, policy })).toMatchObject({
      passed: true,
    });
    const better = await judged.assess({ candidate: model, champion: bad, examples });
    expect(better.rival!.comparison.gain.low).toBeGreaterThan(0);
    expect(better.rival!.comparison.champion).toBeCloseTo(comparison.challenger, 10);
  });

  const only = (sets: (at: number) => number[]) => {
    const made = labelledPictures(96, 1);
    const labelSets = new Uint8Array(96 * 3);
    for (let at = 0; at < 96; at++) for (const label of sets(at)) labelSets[at * 3 + label] = 1;
    return { train: { ...made, labelSets }, validation: undefined } as unknown as Partial<
      RunTransferOptions['dataset']
    >;
  };
  it.each<[string, (at: number) => number[], RegExp]>([
    ['one set of labels for all pictures', () => [0, 1], /same labels/],
    ['a label that every picture has', (at) => [0, ...setOf(at)], /Every training picture has the label "bottom"/],
    ['a label that one picture has', (at) => setOf(at).filter((label) => label !== 2 || at === 4), /label "top"/],
  ])('is refused for %s, and nothing is written', async (_, sets, problem) => {
    const out = join(root, 'refused');
    await expect(train(out, 1, only(sets))).rejects.toMatchObject({
      code: 'DATASET_INVALID',
      problem: expect.stringMatching(problem) as string,
    });
    expect(existsSync(out)).toBe(false);
  });
});
