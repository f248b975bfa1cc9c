import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ManifestOf } from '@lintel/contracts';

export const COLOURS_ONNX = readFileSync(join(__dirname, 'colours.onnx'));

/** Describes colours.onnx: make_colours_onnx.py shows what it computes. */
export const COLOURS_MANIFEST: ManifestOf<'image-classification'> = {
  formatVersion: 2,
  name: 'colours',
  createdAt: '2026-01-01T00:00:00.000Z',
  task: 'image-classification',
  architecture: { name: 'by-hand', parameters: 18, config: {} },
  preprocessing: {
    kind: 'image',
    height: 4,
    width: 4,
    channels: 3,
    fit: 'stretch',
    background: 'as-is',
    mean: [0, 0, 0],
    std: [1, 1, 1],
  },
  reading: { classNames: ['red', 'green', 'blue', 'yellow', 'cyan', 'magenta'], unsureBelow: 0.5 },
  onnx: {
    file: 'colours.onnx',
    sha256: createHash('sha256').update(COLOURS_ONNX).digest('hex'),
    bytes: COLOURS_ONNX.byteLength,
    opset: 18,
    inputs: [{ name: 'pixels', dtype: 'float32', shape: [4, 4, 3] }],
    outputs: [
      { name: 'probabilities', dtype: 'float32', shape: [6], meaning: 'probabilities' },
      { name: 'embedding', dtype: 'float32', shape: [3], meaning: 'embedding' },
    ],
    parity: { examples: 1, maxAbsoluteDifference: 0, tolerance: 1e-4 },
  },
  sideFiles: [],
  training: {
    seed: 0,
    engine: 'none',
    seconds: 0,
    network: { epochs: 1, batchSize: 1, optimizer: 'none', imagesPerSecond: 0, curve: [], bestEpoch: 1 },
  },
  dataset: { name: 'none', contentHash: '0'.repeat(64), examples: { train: 0, validation: 0, test: 0 } },
  evaluation: null,
};

/** Writes the model, optionally modified by a test, into a new temporary folder. */
export async function writeColourModel({
  manifest = COLOURS_MANIFEST,
  onnx = COLOURS_ONNX,
}: {
  manifest?: unknown;
  onnx?: Uint8Array | null;
} = {}): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'lintel-colours-'));
  await writeFile(join(directory, 'manifest.json'), typeof manifest === 'string' ? manifest : JSON.stringify(manifest));
  if (onnx) await writeFile(join(directory, 'colours.onnx'), onnx);
  return directory;
}

/** The kernel of colours.onnx, float32 [3, 6]: see make_colours_onnx.py. */
export const COLOURS_KERNEL: readonly number[] = [
  [4, -4, -4, 3, -4, 3],
  [-4, 4, -4, 3, 3, -4],
  [-4, -4, 4, -4, 3, 3],
].flat();

/** The colour model with other weights, so that a second version answers differently. */
export function colourVariant(
  name: string,
  kernel: readonly number[],
  classNames: readonly string[] = COLOURS_MANIFEST.reading.classNames,
): { manifest: ManifestOf<'image-classification'>; onnx: Uint8Array } {
  const bytesOf = (values: readonly number[]): Buffer => Buffer.from(Float32Array.from(values).buffer);
  const onnx = Buffer.from(COLOURS_ONNX);
  bytesOf(kernel).copy(onnx, onnx.indexOf(bytesOf(COLOURS_KERNEL)));
  const sha256 = createHash('sha256').update(onnx).digest('hex');
  return {
    manifest: {
      ...COLOURS_MANIFEST,
      name,
      reading: { ...COLOURS_MANIFEST.reading, classNames: [...classNames] },
      onnx: { ...COLOURS_MANIFEST.onnx, sha256 },
    },
    onnx,
  };
}
