import { LintelError, type Dataset, type ImagePreprocessor } from '@lintel/contracts';

type Normalisation = Pick<ImagePreprocessor, 'channels' | 'mean' | 'std'>;

/** One table of 256 values per channel: a look-up is cheaper than a division and gives the same number. */
const tablesByNormalisation = new WeakMap<Normalisation, Float32Array[]>();

/**
 * `(pixel / 255 - mean) / std` per channel.
 * @param pixels uint8 [..., channels]
 * @param target float32, at least as long from `offset` on
 * @param offset where in `target` the first value goes, in values
 * @throws LintelError INVALID_CONFIGURATION, SHAPE_MISMATCH
 */
export function normalisePixels(
  pixels: Uint8Array,
  preprocessor: Normalisation,
  target: Float32Array,
  offset = 0,
): void {
  const { channels } = preprocessor;
  const tables = tablesOf(preprocessor);
  if (pixels.length % channels !== 0 || offset + pixels.length > target.length) {
    throw new LintelError('SHAPE_MISMATCH', {
      problem: 'The pixels do not fit the preprocessor or the target.',
      expected: `a multiple of ${channels} channels, and at most ${target.length - offset} values`,
      received: `${pixels.length} values`,
      cure: 'Pass whole pixels, and a target that holds them all.',
    });
  }
  for (let channel = 0; channel < channels; channel++) {
    const table = tables[channel]!;
    for (let at = channel; at < pixels.length; at += channels) target[offset + at] = table[pixels[at]!]!;
  }
}

function tablesOf(normalisation: Normalisation): Float32Array[] {
  const known = tablesByNormalisation.get(normalisation);
  if (known) return known;
  const { channels, mean, std } = normalisation;
  if (mean.length !== channels || std.length !== channels) {
    throw new LintelError('INVALID_CONFIGURATION', {
      problem: "The preprocessor's mean and std do not fit its channels.",
      expected: `${channels} values each`,
      received: `mean: ${mean.length}, std: ${std.length}`,
      cure: 'Give one mean and one std per channel.',
    });
  }
  const tables = mean.map((centre, channel) =>
    Float32Array.from({ length: 256 }, (_, value) => (value / 255 - centre) / std[channel]!),
  );
  tablesByNormalisation.set(normalisation, tables);
  return tables;
}

const EXAMPLES_A_READ = 256;

/**
 * Mean and population standard deviation of each channel, of pixels in [0, 1]: the two-pass
 * algorithm (Chan, Golub & LeVeque 1983) over a histogram, which for 8-bit pixels is exact
 * and needs one reading of the data. A channel that never changes gets std 1.
 * @param train uint8 [height, width, channels]; only the training split, or the test split leaks into the model
 * @throws LintelError DATASET_INVALID if the examples are not 8-bit pictures, DATASET_EMPTY
 */
export function fitNormalisation(train: Dataset): { mean: number[]; std: number[] } {
  const { dtype, exampleShape, size } = train;
  const [height = 0, width = 0, channels = 0] = exampleShape;
  if (dtype !== 'uint8' || exampleShape.length !== 3) {
    throw new LintelError('DATASET_INVALID', {
      problem: 'Only pictures can be normalised per channel.',
      expected: 'uint8 [height, width, channels]',
      received: `${dtype} [${exampleShape.join(', ')}]`,
      cure: 'Pass a dataset of pictures.',
    });
  }
  if (size === 0) {
    throw new LintelError('DATASET_EMPTY', {
      problem: 'The training split has no example to fit the normalisation on.',
      expected: 'at least 1 example',
      received: '0',
      cure: 'Hold out less for validation and test, or add pictures.',
    });
  }
  const histograms = Array.from({ length: channels }, () => new Float64Array(256));
  const exampleSize = height * width * channels;
  const pixels = new Uint8Array(Math.min(EXAMPLES_A_READ, size) * exampleSize);
  for (let start = 0; start < size; start += EXAMPLES_A_READ) {
    const count = Math.min(EXAMPLES_A_READ, size - start);
    train.read(
      Int32Array.from({ length: count }, (_, index) => start + index),
      pixels,
    );
    histograms.forEach((histogram, channel) => {
      for (let at = channel; at < count * exampleSize; at += channels) histogram[pixels[at]!]!++;
    });
  }
  return summarise(histograms, size * height * width);
}

function summarise(histograms: readonly Float64Array[], count: number): { mean: number[]; std: number[] } {
  const average = (histogram: Float64Array, of: (value: number) => number): number =>
    histogram.reduce((sum, times, value) => sum + times * of(value / 255), 0) / count;
  const mean = histograms.map((histogram) => average(histogram, (value) => value));
  const std = histograms.map((histogram, channel) => {
    const spread = Math.sqrt(average(histogram, (value) => (value - mean[channel]!) ** 2));
    return spread < Number.EPSILON * 256 ? 1 : spread;
  });
  return { mean, std };
}
