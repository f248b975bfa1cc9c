import type { GateReport, ManifestOf } from '@lintel/contracts';
import { createHash, randomBytes } from 'node:crypto';
import type { ModelFiles } from '../register-version';

const sha256 = (bytes: Buffer | string): string => createHash('sha256').update(bytes).digest('hex');

/** A manifest like that of an export, for an ONNX file of these bytes. */
export function manifestOf(
  onnx: Buffer,
  changes: Partial<ManifestOf<'image-classification'>> = {},
): ManifestOf<'image-classification'> {
  return {
    formatVersion: 2,
    name: 'goods',
    createdAt: '2026-02-03T04:05:06.000Z',
    task: 'image-classification',
    architecture: { name: 'two-conv', parameters: 1_234, config: {} },
    preprocessing: {
      kind: 'image',
      height: 28,
      width: 28,
      channels: 1,
      fit: 'stretch',
      background: 'as-is',
      mean: [0.5],
      std: [0.25],
    },
    reading: { classNames: ['Coat', 'Bag'], unsureBelow: 0.6 },
    onnx: {
      file: 'model.onnx',
      sha256: sha256(onnx),
      bytes: onnx.length,
      opset: 17,
      inputs: [{ name: 'input', dtype: 'float32', shape: [28, 28, 1] }],
      outputs: [
        { name: 'probabilities', dtype: 'float32', shape: [2], meaning: 'probabilities' },
        { name: 'embedding', dtype: 'float32', shape: [8], meaning: 'embedding' },
      ],
      parity: { examples: 64, maxAbsoluteDifference: 2.5e-6, tolerance: 1e-4 },
    },
    sideFiles: [],
    training: {
      seed: 7,
      engine: 'tensorflow 2.21.0 (cpu)',
      seconds: 12.5,
      network: { epochs: 3, batchSize: 32, optimizer: 'adam', imagesPerSecond: 4_000, curve: [], bestEpoch: 2 },
    },
    dataset: { name: 'goods', contentHash: sha256('data'), examples: { train: 1_000, validation: 100, test: 40 } },
    evaluation: {
      examples: 40,
      accuracy: 0.875,
      accuracyInterval: { low: 0.739, high: 0.945, method: 'wilson' },
      top5Accuracy: 1,
      logLoss: 0.3456,
      macroPrecision: 0.87,
      macroRecall: 0.86,
      macroF1: 0.865,
      classNames: ['Coat', 'Bag'],
      classes: [
        { className: 'Coat', support: 30, precision: 0.9, recall: 0.91, f1: 0.905, roc: null, precisionRecall: null },
        { className: 'Bag', support: 10, precision: 0.8, recall: 0.7, f1: 0.747, roc: null, precisionRecall: null },
      ],
      confusionMatrix: [
        [27, 3],
        [3, 7],
      ],
      calibration: {
        expectedCalibrationError: 0.034,
        bins: [{ low: 0, high: 1, count: 40, meanConfidence: 0.9, accuracy: 0.875 }],
      },
    },
    ...changes,
  };
}

/** Unique files of a model. */
export function modelFiles(changes: Partial<ManifestOf<'image-classification'>> = {}): ModelFiles {
  const onnx = randomBytes(1_000);
  return {
    onnx,
    manifest: Buffer.from(JSON.stringify(manifestOf(onnx, changes), null, 2)),
    signature: Buffer.from(JSON.stringify({ formatVersion: 1, algorithm: 'ed25519', keyId: '0123456789abcdef' })),
  };
}

export function gateReport(championId: string | null, passed = true): GateReport {
  return {
    passed,
    decidedAt: '2026-02-03T05:00:00.000Z',
    championId,
    gates: [
      {
        name: 'parity',
        passed: true,
        expected: 'at most 1e-4',
        received: '2.5e-6',
        reason: 'It was exported rightly.',
      },
      {
        name: 'better-than-champion',
        passed,
        expected: 'a gain of at least 0',
        received: passed ? '0.01' : '-0.02',
        reason: passed ? 'It is better.' : 'Its accuracy may be up to 2 points worse.',
      },
    ],
    comparison: null,
  };
}
