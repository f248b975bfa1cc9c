import { LintelError } from '@lintel/contracts';
import { type BackboneManifest, GraphSession, indexOfLargest, normalisePixels } from '@lintel/core-ml';
import { type PublishedBackbone } from './published-backbones';

/** Relative to the value itself: another processor rounds differently, a wrong network is off by far more. */
const TOLERANCE = 0.01;

/** A bright ball on a dark, slanting ground: uint8 [size, size, 3], made of whole numbers only. */
export function knownPicture(size: number): Uint8Array {
  const pixels = new Uint8Array(size * size * 3);
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const dx = 2 * x - size;
      const dy = 2 * y - size;
      const isBall = 4 * (dx * dx + dy * dy) < size * size;
      const shade = Math.floor((128 * (x + y)) / (2 * size));
      pixels.set(isBall ? [250 - shade, 120 + (shade >> 1), 30] : [40 + shade, 60 + shade, 80], (y * size + x) * 3);
    }
  }
  return pixels;
}

/** @returns the class with the largest logit, its value, and the length of the feature vector */
export async function answerOf(
  { preprocessor, onnx }: BackboneManifest,
  bytes: Uint8Array,
): Promise<PublishedBackbone['knownAnswer']> {
  const { height, width } = preprocessor;
  const values = new Float32Array(height * width * 3);
  normalisePixels(knownPicture(height), preprocessor, values);
  const session = await GraphSession.open(bytes);
  try {
    const outputs = await session.run({ [onnx.input]: { values, shape: [1, height, width, 3] } }, [
      onnx.features.name,
      onnx.logits!.name,
    ]);
    const logits = outputs[onnx.logits!.name]!;
    const best = indexOfLargest(logits);
    return { best, logit: logits[best]!, length: Math.hypot(...outputs[onnx.features.name]!) };
  } finally {
    await session.close();
  }
}

/** @throws LintelError PARITY_FAILED if the network gives another answer to the known picture */
export async function checkKnownAnswer(
  { name, knownAnswer: expected }: PublishedBackbone,
  manifest: BackboneManifest,
  bytes: Uint8Array,
): Promise<void> {
  const received = await answerOf(manifest, bytes);
  const isNear = (one: number, other: number): boolean => Math.abs(one - other) <= TOLERANCE * Math.abs(other);
  if (
    received.best === expected.best &&
    isNear(received.logit, expected.logit) &&
    isNear(received.length, expected.length)
  )
    return;
  throw new LintelError('PARITY_FAILED', {
    problem: `${name} gives another answer to the known picture than it should, so it was not added.`,
    expected: JSON.stringify(expected),
    received: JSON.stringify(received),
    cure: 'Report this machine: onnxruntime computes something else here.',
  });
}
