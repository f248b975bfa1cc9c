import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { type Dataset } from '@lintel/contracts';
import sharp from 'sharp';
import { loadTensorFlow } from '../../../engine/tensorflow';
import { evaluateClassification } from './evaluate-classification';
import { divideBySeen } from '../../../evaluation/seen-pictures';
import { loadDatasetDetails } from '../../../inference/load-dataset-details';
import { loadModelDirectory } from '../../../inference/load-model-directory';
import { Predictor } from '../../../serving/predictor';
import { runPipeline, type RunPipelineOptions } from './run-pipeline';
import { BAR_CLASSES, barDataset, barPicture, barPipeline, barSplits } from '../../../training/testing/bars';

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();
const root = resolve(__dirname, '../../../../../..');
let folder: string;
const out = () => join(folder, 'model');
const run = (options: Partial<RunPipelineOptions> = {}) =>
  runPipeline(barPipeline, { dataset: barSplits(), out: out(), ...options });

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lintel-pipeline-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('runPipeline', () => {
  it('turns pictures into a folder that predicts, and says where the model comes from', async () => {
    const stages: string[] = [];
    const { manifest } = await run({ onStage: (stage) => stages.push(stage) });
    expect(stages).toEqual(['preprocess', 'build', 'train', 'export', 'evaluate', 'publish']);
    expect(manifest.evaluation!.accuracy).toBeGreaterThan(0.95);
    expect(manifest.training.network!.curve).toHaveLength(4);
    expect(manifest.onnx.parity.maxAbsoluteDifference).toBeLessThan(1e-4);
    expect(manifest.dataset).toMatchObject({ name: 'bars', examples: { train: 300, validation: 60, test: 90 } });
    expect(readdirSync(folder)).toEqual(['model']);

    const predictor = await Predictor.load(out(), { task: 'image-classification' });
    const pictures = [0, 1, 2].map((label) =>
      sharp(barPicture(label, 99), { raw: { width: 12, height: 12, channels: 1 } })
        .png()
        .toBuffer(),
    );
    const predictions = await predictor.predict(await Promise.all(pictures));
    expect(predictions.map(({ className }) => className)).toEqual(BAR_CLASSES);
    await predictor.close();
  });

  it('keeps beside the model which pictures it has seen and what was found among them, and in the manifest how much', async () => {
    const hashed = (dataset: Dataset, from: number): Dataset => ({
      ...dataset,
      exampleHashes: Buffer.concat([...dataset.labels.keys()].map((at) => sha256(String(from + at)))),
    });
    const { train, validation, test, name } = barSplits();
    const findings = {
      copies: [['a/1.png', 'a/2.png', 'a/3.png']],
      contradictions: [['a/1.png', 'b/1.png']],
      leaks: [{ file: 'test/a/1.png', part: 'test' as const, copyOf: 'train/a/1.png' }],
      smallClasses: [{ className: 'a', pictures: 3 }],
      largestClass: 200,
      similarClasses: [],
      classes: [],
      sameNames: [],
      groups: null,
      lookAlikes: null,
    };
    const dataset = { name, train: hashed(train, 0), validation: hashed(validation, 300), test: hashed(test, 360) };
    const { manifest } = await run({ dataset: { ...dataset, findings } });
    expect(manifest.dataset.findings).toEqual({
      copies: 2,
      contradictions: 1,
      leaks: { validation: 0, test: 1 },
      smallClasses: 1,
    });
    const details = await loadDatasetDetails(out(), manifest);
    expect(details?.findings).toEqual(findings);
    expect(divideBySeen(details!.seen!, dataset.train)?.unseen).toEqual([]);
    expect(divideBySeen(details!.seen!, dataset.validation)?.unseen).toEqual([]);
    expect(divideBySeen(details!.seen!, dataset.test)?.seen).toEqual([]);

    writeFileSync(join(out(), 'dataset.json'), '{}');
    await expect(loadDatasetDetails(out(), manifest)).rejects.toMatchObject({ code: 'ARTIFACT_CORRUPT' });
    rmSync(join(out(), 'dataset.json'));
    expect(await loadDatasetDetails(out(), manifest)).toBeNull();
  });

  it('reports how pictures and answers of the test split were distributed, and where the model comes from', async () => {
    const dataset = barSplits();
    const { manifest, testProbabilities } = await run({ dataset, provenance: { jobId: 'job-7' } });
    const { driftReference, provenance } = (await loadModelDirectory(out())).manifest;
    expect(provenance).toEqual({
      codeCommit: null,
      jobId: 'job-7',
      datasetVersionId: null,
      testSetHash: dataset.test.contentHash,
    });
    expect(driftReference).toEqual(manifest.driftReference);
    expect(driftReference!.features.map(({ name }) => name).sort()).toEqual([
      'brightness',
      'contrast',
      'embedding-norm',
      'sharpness',
    ]);
    const pixels = new Uint8Array(90 * 144);
    dataset.test.read(Array.from(dataset.test.labels.keys()), pixels);
    const brightness = driftReference!.features.find(({ name }) => name === 'brightness')!;
    expect(brightness.examples).toBe(90);
    expect(brightness.mean).toBeCloseTo(pixels.reduce((sum, value) => sum + value, 0) / pixels.length / 255, 5);

    const classification = { probabilities: testProbabilities, labels: dataset.test.labels, classNames: BAR_CLASSES };
    expect(evaluateClassification(classification)).toEqual(manifest.evaluation);
    const answered = manifest.evaluation!.confusionMatrix.reduce((sums, row) => sums.map((sum, at) => sum + row[at]!));
    expect(
      driftReference!.outcome.kind === 'category' && driftReference!.outcome.counts.map(({ count }) => count),
    ).toEqual(answered);
  });

  it('says of a picture unlike its examples that it is, and of few like them', async () => {
    const logged: string[] = [];
    const { manifest } = await run({ onLog: (line) => logged.push(line) });
    expect(manifest.reading.unlikeExamples).toMatchObject({ quantile: 0.95, heldOut: 60 });
    expect(manifest.reading.unlikeExamples!.testShare).toBeLessThan(0.2);
    expect(manifest.onnx.outputs.map(({ meaning }) => meaning)).toEqual(['probabilities', 'embedding', 'distance']);
    const predictor = await Predictor.load(out(), { task: 'image-classification' });
    const reasonsOf = async (pixels: readonly Uint8Array[]) => {
      const encoded = pixels.map((one) =>
        sharp(one, { raw: { width: 12, height: 12, channels: 1 } })
          .png()
          .toBuffer(),
      );
      const predictions = await predictor.predict(await Promise.all(encoded));
      return predictions.map(({ unsure, unsureReason }) => [unsure, unsureReason]);
    };
    const board = Uint8Array.from({ length: 144 }, (_, at) => ((at + Math.floor(at / 12)) % 2) * 255);
    expect(await reasonsOf([board, board.map((value) => 255 - value)])).toEqual([
      [true, 'unlike-examples'],
      [true, 'unlike-examples'],
    ]);
    const like = await reasonsOf(Array.from({ length: 60 }, (_, at) => barPicture(at % 3, 1_000 + at)));
    expect(like.filter(([, reason]) => reason === 'unlike-examples').length).toBeLessThan(12);
    await predictor.close();

    const few = { ...barSplits(), validation: barDataset(12, 2) };
    const without = await run({ dataset: few, overwrite: true, onLog: (line) => logged.push(line) });
    expect(without.manifest.reading.unlikeExamples).toBeUndefined();
    expect(logged.join('\n')).toContain('Too little is held out');
    const older = await Predictor.load(out(), { task: 'image-classification' });
    expect(older.manifest.onnx.outputs.map(({ meaning }) => meaning)).toEqual(['probabilities', 'embedding']);
    await older.close();
  });

  it('waits after each checkpoint for the callback', async () => {
    const kept: string[] = [];
    const epochsSeen: number[] = [];
    await run({
      onEpoch: ({ epoch }) => epochsSeen.push(epoch),
      onCheckpoint: async (file) => {
        const before = readFileSync(file);
        await new Promise((done) => setTimeout(done, 50));
        expect(readFileSync(file).equals(before)).toBe(true);
        kept.push(`${basename(file)} ${epochsSeen.length}`);
      },
    });
    expect(kept).toEqual([1, 2, 3, 4].map((epoch) => `checkpoint.bin ${epoch}`));
    const lost = run({ overwrite: true, onCheckpoint: () => Promise.reject(new Error('no room')) });
    await expect(lost).rejects.toThrow('no room');
  });

  it('gives the same model for the same seed, compiled or not, up to rounding', async () => {
    const compiled = await run();
    const again = await run({ out: join(folder, 'again') });
    const eager = await run({ out: join(folder, 'eager'), compile: false });
    const losses = [compiled, again, eager].map(({ manifest }) =>
      manifest.training.network!.curve.map((row) => row.trainLoss),
    );
    losses[0]!.forEach((loss, at) => expect(losses[1]![at]).toBeCloseTo(loss, 5));
    losses[0]!.forEach((loss, at) => expect(losses[2]![at]).toBeCloseTo(loss, 4));
    expect(again.manifest.onnx.parity.examples).toBe(90);
  });

  it('goes on after the last whole epoch when it was killed with -9, and ends like an undisturbed run', async () => {
    const program = join(__dirname, 'testing/train-bars.ts');
    const hook = ['--conditions=@lintel/source', '--require', join(root, 'typescript-register.cjs')];
    const child = spawn(process.execPath, [...hook, program, out(), 'start'], { stdio: ['ignore', 'pipe', 'inherit'] });
    await new Promise<void>((done) => {
      child.stdout.on('data', (text: Buffer) => {
        // Two epochs are reported; the checkpoint of the second may not be written yet.
        if (text.toString().includes('epoch 2')) child.kill('SIGKILL');
      });
      child.on('exit', () => done());
    });
    expect(existsSync(out())).toBe(false);

    const resumed = await run({ resume: true });
    expect([1, 2]).toContain(resumed.resumedAfter);
    const undisturbed = await run({ out: join(folder, 'undisturbed') });
    const rows = undisturbed.manifest.training.network!.curve;
    rows.forEach((row, at) => {
      expect(resumed.manifest.training.network!.curve[at]!.trainLoss).toBeCloseTo(row.trainLoss, 5);
      const [figure] = resumed.manifest.training.network!.curve[at]!.figures;
      expect(figure).toMatchObject({ key: 'accuracy', unit: 'share' });
      expect(figure!.validation).toBeCloseTo(row.figures[0]!.validation!, 5);
    });
  });

  it('stops between two steps when it is aborted, leaves no model, and can be resumed', async () => {
    const stop = new AbortController();
    const stopped = run({
      signal: stop.signal,
      onProgress: ({ epoch, batch }) => {
        if (epoch === 2 && batch === 3) stop.abort();
      },
    });
    await expect(stopped).rejects.toMatchObject({ code: 'CANCELLED', retryable: true });
    expect(existsSync(out())).toBe(false);
    expect((await run({ resume: true })).resumedAfter).toBe(1);
  });

  it('keeps the average of the weights if configured, also across a stop', async () => {
    const averaged = {
      ...barPipeline,
      training: { ...barPipeline.training, weightAverage: 0.9, keep: 'last' as const },
    };
    const train = (name: string, options: Partial<RunPipelineOptions> = {}) =>
      runPipeline(averaged, { dataset: barSplits(), out: join(folder, name), ...options });
    const undisturbed = await train('undisturbed');
    const stop = new AbortController();
    await expect(train('resumed', { signal: stop.signal, onEpoch: () => stop.abort() })).rejects.toMatchObject({
      code: 'CANCELLED',
    });
    const resumed = await train('resumed', { resume: true });
    expect(resumed.resumedAfter).toBe(1);
    const rows = undisturbed.manifest.training.network!.curve;
    resumed.manifest.training.network!.curve.forEach((row, at) =>
      expect(row.validationLoss).toBeCloseTo(rows[at]!.validationLoss!, 4),
    );
    resumed.testProbabilities.forEach((value, at) => expect(value).toBeCloseTo(undisturbed.testProbabilities[at]!, 4));

    const plain = await run();
    // The same learning curve, but a different final model.
    expect(rows[0]!.trainLoss).toBeCloseTo(plain.manifest.training.network!.curve[0]!.trainLoss, 4);
    expect(rows[0]!.validationLoss).not.toBeCloseTo(plain.manifest.training.network!.curve[0]!.validationLoss!, 3);
  });

  it('refuses to resume with other settings, and a damaged checkpoint', async () => {
    const stop = new AbortController();
    const half = { signal: stop.signal, onEpoch: () => stop.abort() };
    await expect(run(half)).rejects.toMatchObject({ code: 'CANCELLED' });
    const other = { ...barPipeline, seed: 2 };
    await expect(runPipeline(other, { dataset: barSplits(), out: out(), resume: true })).rejects.toMatchObject({
      code: 'CHECKPOINT_INVALID',
      received: 'one of another run',
    });
    const checkpoint = join(folder, '.model.training/checkpoint.bin');
    writeFileSync(checkpoint, Buffer.concat([Buffer.alloc(100), Buffer.from('broken')]));
    await expect(run({ resume: true })).rejects.toMatchObject({
      code: 'CHECKPOINT_INVALID',
      received: 'a damaged file',
    });
  });

  it('never replaces an existing model without overwrite, nor a folder that is not a model', async () => {
    await run();
    const { manifest } = await loadModelDirectory(out());
    await expect(run()).rejects.toMatchObject({ code: 'OUTPUT_UNWRITABLE', received: 'manifest.json, model.onnx' });
    expect((await loadModelDirectory(out())).manifest).toEqual(manifest);
    const replaced = await run({ overwrite: true });
    expect(replaced.manifest.createdAt).not.toBe(manifest.createdAt);

    const documents = join(folder, 'documents');
    rmSync(documents, { recursive: true, force: true });
    writeFileSync(documents, 'a file');
    await expect(run({ out: documents })).rejects.toMatchObject({ code: 'OUTPUT_UNWRITABLE' });
    await expect(run({ out: folder, overwrite: true })).rejects.toMatchObject({ code: 'OUTPUT_UNWRITABLE' });
  });

  it('says so when the loss is no longer a number', async () => {
    const wild = { ...barPipeline, training: { ...barPipeline.training, classWeights: [1e38, 1e38, 1e38] } };
    const diverged = runPipeline(wild, { dataset: barSplits(), out: out() });
    await expect(diverged).rejects.toMatchObject({ code: 'TRAINING_DIVERGED', received: 'Infinity' });
    expect(existsSync(out())).toBe(false);
  });

  it('refuses splits that do not fit each other', async () => {
    const dataset = { ...barSplits(), test: { ...barDataset(30, 3), classNames: ['a', 'b', 'c'] } };
    await expect(run({ dataset })).rejects.toMatchObject({ code: 'DATASET_INVALID' });
    await expect(run({ dataset: { ...barSplits(), test: barDataset(0, 3) } })).rejects.toMatchObject({
      code: 'DATASET_EMPTY',
    });
  });

  it('leaves no tensor behind', async () => {
    await run();
    const tf = loadTensorFlow();
    const before = tf.memory().numTensors;
    await run({ overwrite: true });
    expect(tf.memory().numTensors).toBe(before);
  });
});
