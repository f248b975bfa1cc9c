/** The features measured on every picture and on the model's output. */
export const DRIFT_FEATURES = {
  brightness: 'brightness',
  contrast: 'contrast',
  sharpness: 'sharpness',
  colourfulness: 'colourfulness',
  embeddingNorm: 'embedding-norm',
} as const;

/**
 * Cheap features of a picture as the model sees it. They change if a camera is dirty, dark or out of focus. Brightness
 * is the mean and contrast the population standard deviation of all values, sharpness the mean absolute difference of
 * neighbours (to the right and below), colourfulness the mean spread between a pixel's channels (the chroma of HSV),
 * each divided by 255.
 * @param pixels uint8 [height, width, channels]
 * @returns in [0, 1]; colourfulness for three channels only
 */
export function pictureFeatures(pixels: Uint8Array, shape: readonly number[]): Record<string, number> {
  const [height = 0, width = 0, channels = 0] = shape;
  const size = height * width * channels;
  let sum = 0;
  let squares = 0;
  for (let at = 0; at < size; at++) {
    const value = pixels[at]!;
    sum += value;
    squares += value * value;
  }
  const mean = sum / size;
  return {
    [DRIFT_FEATURES.brightness]: mean / 255,
    [DRIFT_FEATURES.contrast]: Math.sqrt(Math.max(0, squares / size - mean * mean)) / 255,
    [DRIFT_FEATURES.sharpness]: gradientOf(pixels, height, width * channels, channels) / 255,
    ...(channels === 3 ? { [DRIFT_FEATURES.colourfulness]: chromaOf(pixels, size) / 255 } : {}),
  };
}

/** The features of the picture, and the Euclidean norm of the model's embedding. */
export function driftFeatures(
  pixels: Uint8Array,
  shape: readonly number[],
  embedding: Float32Array,
): Record<string, number> {
  let squares = 0;
  for (const value of embedding) squares += value * value;
  return { ...pictureFeatures(pixels, shape), [DRIFT_FEATURES.embeddingNorm]: Math.sqrt(squares) };
}

function gradientOf(pixels: Uint8Array, height: number, rowLength: number, channels: number): number {
  let sum = 0;
  let pairs = 0;
  for (let row = 0; row < height; row++) {
    const start = row * rowLength;
    for (let at = start + channels; at < start + rowLength; at++) sum += Math.abs(pixels[at]! - pixels[at - channels]!);
    pairs += rowLength - channels;
    if (row === 0) continue;
    for (let at = start; at < start + rowLength; at++) sum += Math.abs(pixels[at]! - pixels[at - rowLength]!);
    pairs += rowLength;
  }
  return pairs === 0 ? 0 : sum / pairs;
}

function chromaOf(pixels: Uint8Array, size: number): number {
  let sum = 0;
  for (let at = 0; at < size; at += 3) {
    const [red, green, blue] = [pixels[at]!, pixels[at + 1]!, pixels[at + 2]!];
    sum += Math.max(red, green, blue) - Math.min(red, green, blue);
  }
  return sum / (size / 3);
}
