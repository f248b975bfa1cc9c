import { type Dataset, sizeOfShape } from '@lintel/contracts';

/** Pictures are compared at this many pixels a side. */
const SIDE = 16;
export const FINGERPRINT_SIZE = SIDE * SIDE;
/** So that noise in black areas does not count as structure, in grey levels. */
const DARKEST = 8;
/** Contrast below which a place counts as even, in log brightness. */
const LEAST_CONTRAST = 0.02;
const READ_AT_ONCE = 64;

/**
 * What is seen on each picture, nearly independent of exposure, vignetting and colour: log brightness at 16 × 16
 * pixels, each compared with its neighbours and divided by their contrast (local contrast normalisation, Jarrett et al.
 * 2009), minus the mean of all pictures. The inner product of two fingerprints is their correlation.
 * @param dataset uint8 [height, width, channels]
 * @returns float32 [examples, FINGERPRINT_SIZE] of length 1; zeros for a picture without structure
 */
export function pictureFingerprints(dataset: Dataset): Float32Array {
  const { size, exampleShape } = dataset;
  const [height = 1, width = 1, channels = 1] = exampleShape;
  const length = sizeOfShape(exampleShape);
  const prints = new Float32Array(size * FINGERPRINT_SIZE);
  const pixels = new Uint8Array(READ_AT_ONCE * length);
  for (let start = 0; start < size; start += READ_AT_ONCE) {
    const count = Math.min(READ_AT_ONCE, size - start);
    dataset.read(
      Array.from({ length: count }, (_, at) => start + at),
      pixels,
    );
    for (let at = 0; at < count; at++) {
      const picture = pixels.subarray(at * length, (at + 1) * length);
      const grey = shrink(picture, height, width, channels).map((value) => Math.log(value + DARKEST));
      const print = normaliseContrast(grey);
      // An even picture has nothing to be recognised by.
      if (lengthOf(print) >= 1) prints.set(print, (start + at) * FINGERPRINT_SIZE);
    }
  }
  subtractMean(prints, size);
  for (let at = 0; at < size; at++)
    scaleToLengthOne(prints.subarray(at * FINGERPRINT_SIZE, (at + 1) * FINGERPRINT_SIZE));
  return prints;
}

/** Mean brightness of each of 16 × 16 fields. */
function shrink(picture: Uint8Array, height: number, width: number, channels: number): Float64Array {
  const result = new Float64Array(FINGERPRINT_SIZE);
  const edge = (at: number, side: number): number => Math.floor((at * side) / SIDE);
  for (let row = 0; row < SIDE; row++) {
    const top = edge(row, height);
    const bottom = Math.max(top + 1, edge(row + 1, height));
    for (let column = 0; column < SIDE; column++) {
      const left = edge(column, width);
      const right = Math.max(left + 1, edge(column + 1, width));
      let sum = 0;
      for (let y = top; y < bottom; y++) {
        for (let at = (y * width + left) * channels; at < (y * width + right) * channels; at++) sum += picture[at]!;
      }
      result[row * SIDE + column] = sum / ((bottom - top) * (right - left) * channels);
    }
  }
  return result;
}

function normaliseContrast(grey: Float64Array): Float64Array {
  const mean = meanOfNeighbours(grey);
  const difference = grey.map((value, at) => value - mean[at]!);
  const contrast = meanOfNeighbours(difference.map((value) => value * value));
  return difference.map((value, at) => value / (Math.sqrt(contrast[at]!) + LEAST_CONTRAST));
}

/** Mean of the 3 × 3 neighbourhood; the border repeats outwards. */
function meanOfNeighbours(values: Float64Array): Float64Array {
  const inside = (at: number): number => Math.min(SIDE - 1, Math.max(0, at));
  return values.map((_, at) => {
    const row = Math.floor(at / SIDE);
    const column = at % SIDE;
    let sum = 0;
    for (let y = row - 1; y <= row + 1; y++) {
      for (let x = column - 1; x <= column + 1; x++) sum += values[inside(y) * SIDE + inside(x)]!;
    }
    return sum / 9;
  });
}

/** Even pictures stay zero. */
function subtractMean(prints: Float32Array, size: number): void {
  const mean = new Float64Array(FINGERPRINT_SIZE);
  const rows = Array.from({ length: size }, (_, at) =>
    prints.subarray(at * FINGERPRINT_SIZE, (at + 1) * FINGERPRINT_SIZE),
  ).filter((print) => print.some((value) => value !== 0));
  for (const print of rows) print.forEach((value, at) => (mean[at]! += value / rows.length));
  for (const print of rows) for (let at = 0; at < print.length; at++) print[at]! -= mean[at]!;
}

function scaleToLengthOne(print: Float32Array): void {
  const length = lengthOf(print);
  // Nothing but what all pictures have in common is nothing to be recognised by.
  if (length < 1) print.fill(0);
  else for (let at = 0; at < print.length; at++) print[at]! /= length;
}

function lengthOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let at = 0; at < values.length; at++) sum += values[at]! ** 2;
  return Math.sqrt(sum);
}
