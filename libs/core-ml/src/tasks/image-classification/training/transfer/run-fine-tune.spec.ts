import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GraphSession } from '../../../../backbones/graph-session';
import { runFineTune } from './run-fine-tune';
import { runTransfer } from './run-transfer';
import { stripesRun } from './testing/striped-pictures';

jest.setTimeout(240_000);

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'lintel-fine-tune-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const out = (name = 'model'): string => join(folder, name);
const root = join(__dirname, '../../../../../../..');

describe('fine-tuning', () => {
  it('beats the frozen features where they say little, and publishes what the layers answer', async () => {
    const stages: string[] = [];
    const { manifest, comparison, curve } = await runFineTune({
      ...stripesRun(out()),
      onStage: (stage) => stages.push(stage),
    });
    expect(stages).toEqual(['head', 'train', 'export']);
    expect(comparison.kept).toBe('fine-tuned');
    expect(comparison.fineTuned.accuracy).toBeGreaterThan(comparison.frozen.accuracy);
    expect(manifest.evaluation!.accuracy).toBeGreaterThan(comparison.frozen.accuracy);
    expect(manifest.onnx.parity.examples).toBe(60);
    expect(manifest.onnx.parity.maxAbsoluteDifference).toBeLessThan(manifest.onnx.parity.tolerance);
    expect(manifest.architecture).toMatchObject({
      name: 'fine-tune/tiny',
      config: { comparison: { kept: 'fine-tuned' } },
    });
    expect(manifest.training.network).toMatchObject({ epochs: curve.length, batchSize: 24 });
    expect(manifest.reading.unlikeExamples!.heldOut).toBe(60);

    const session = await GraphSession.open(readFileSync(join(out(), manifest.onnx.file)));
    expect(session.outputs.map(({ name, shape }) => [name, ...shape.slice(1)])).toEqual([
      ['probabilities', 2],
      ['features', 24],
      ['heat', 2, 3, 3],
      ['distance'],
    ]);
    await session.close();
  });

  it('keeps exactly the frozen features if training made them worse', async () => {
    const options = stripesRun(out());
    const { manifest, comparison } = await runFineTune({
      ...options,
      training: { ...options.training, epochs: 1, weightAverage: 0, optimizer: { kind: 'sgd', learningRate: 3 } },
    });
    expect(comparison.kept).toBe('frozen');
    const frozen = await runTransfer({ ...stripesRun(out('frozen')), onProgress: () => undefined });
    expect(manifest.onnx.sha256).toBe(frozen.manifest.onnx.sha256);
    expect(manifest.architecture).toMatchObject({ name: 'transfer/tiny', config: { comparison: { kept: 'frozen' } } });
  });

  it('resumes after the last complete epoch when it was killed with -9, and ends like an undisturbed run', async () => {
    const program = join(__dirname, 'testing/fine-tune-stripes.ts');
    const hook = ['--conditions=@lintel/source', '--require', join(root, 'typescript-register.cjs')];
    const child = spawn(process.execPath, [...hook, program, out()], { stdio: ['ignore', 'pipe', 'inherit'] });
    await new Promise<void>((done) => {
      let epochs = 0;
      child.stdout.on('data', (text: Buffer) => {
        epochs += text.toString().split('epoch').length - 1;
        if (epochs >= 2) child.kill('SIGKILL');
      });
      child.on('exit', () => done());
    });
    expect(existsSync(out())).toBe(false);
    const resumed = await runFineTune({ ...stripesRun(out()), resume: true });
    expect(resumed.resumedAfter).toBeGreaterThanOrEqual(2);
    const undisturbed = await runFineTune(stripesRun(out('undisturbed')));
    // Threads add up in another order from run to run, and Adam amplifies it; a lost epoch would change the first digit.
    expect(resumed.curve).toHaveLength(undisturbed.curve.length);
    resumed.curve.forEach((row, at) =>
      expect(Math.abs(row.trainLoss - undisturbed.curve[at]!.trainLoss)).toBeLessThan(0.01),
    );
  });

  it('stops when it is aborted, leaves no model, and refuses to run without held-out pictures', async () => {
    const stop = new AbortController();
    const stopped = runFineTune({ ...stripesRun(out()), signal: stop.signal, onEpoch: () => stop.abort() });
    await expect(stopped).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(existsSync(out())).toBe(false);
    const { dataset, ...rest } = stripesRun(out());
    const { validation: _, ...without } = dataset;
    await expect(runFineTune({ ...rest, dataset: without })).rejects.toThrow('held out');
  });
});
