import { type Dataset, type ImagePreprocessor, viewDataset } from '@lintel/contracts';
import { borderColour, borderPositions, type Pixels } from './border';

/**
 * A pixel counts as background up to a distance of this share of the contrast, or three times the spread of the border.
 */
const CONTRAST_FLOOR = 0.25;
const SPREAD_FLOOR = 3;
/** Share of that floor to subtract; all of it would cut into soft edges. */
const FLOOR_SHARE = 0.6;
/** Values are stretched so that this quantile gets the value HIGH_VALUE; the brightest 5 % can saturate. */
const HIGH_QUANTILE = 0.95;
const HIGH_VALUE = 200;
/** Minimum contrast; below it, stretching would only show noise. */
const LEAST_CONTRAST = 16;

/**
 * Extracts the foreground: each pixel's largest distance over the channels from the median colour of the border, minus
 * the background's variation, stretched to a common contrast. Light on dark and dark on light give the same result.
 * @returns uint8 [height, width]; 0 is background
 */
export function subtractBackground(picture: Pixels): Uint8Array {
  const { data, channels } = picture;
  const background = borderColour(picture);
  const distances = new Uint8Array(data.length / channels);
  for (let at = 0; at < distances.length; at++) {
    let distance = 0;
    for (let channel = 0; channel < channels; channel++) {
      distance = Math.max(distance, Math.abs(data[at * channels + channel]! - background[channel]!));
    }
    distances[at] = distance;
  }
  const high = Math.max(quantile(distances, HIGH_QUANTILE), LEAST_CONTRAST);
  const spread = quantile(
    borderPositions(picture).map((at) => distances[at]!),
    0.5,
  );
  const floor = Math.min(FLOOR_SHARE * Math.max(SPREAD_FLOOR * spread, CONTRAST_FLOOR * high), high - 1);
  const scale = HIGH_VALUE / (high - floor);
  return distances.map((distance) => Math.max(0, Math.min(255, Math.round((distance - floor) * scale))));
}

function quantile(values: ArrayLike<number>, share: number): number {
  const sorted = Float32Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;
}

/**
 * A view of pictures that already have the right size, prepared as `decodePicture` prepares a picture for prediction,
 * so that training and prediction see the same pixels.
 * @param dataset uint8 [height, width, channels] of the preprocessor
 */
export function withBackground(dataset: Dataset, { background }: Pick<ImagePreprocessor, 'background'>): Dataset {
  if (background === 'as-is') return dataset;
  const [height, width, channels] = dataset.exampleShape as [number, number, number];
  const size = height * width * channels;
  return viewDataset(dataset, {
    read(indices, target) {
      dataset.read(indices, target);
      for (let at = 0; at < indices.length; at++) {
        const data = target.subarray(at * size, (at + 1) * size) as Uint8Array;
        target.set(subtractBackground({ data, height, width, channels }), at * size);
      }
    },
  });
}
