import type { Tensor4D } from '@tensorflow/tfjs-node-gpu';
import { createRandom } from '@lintel/contracts';
import { loadTensorFlow } from '../engine/tensorflow';
import { type InitialExamples } from './model-family';
import { setWhitening, whiten } from './whitening';

const tf = loadTensorFlow();
const SHAPE = [200, 12, 12, 3] as const;
/** Directions of a patch of 2 × 2 with three channels. */
const DIRECTIONS = 12;

/** Smooth pictures whose channels are alike, as photographs are. */
function pictures(): InitialExamples {
  const random = createRandom(3, 'pictures');
  const [count, height, width, channels] = SHAPE;
  const values = new Float32Array(count * height * width * channels);
  for (let picture = 0; picture < count; picture++) {
    const [across, down, light] = [random.next() - 0.5, random.next() - 0.5, 2 * random.next() - 1];
    for (let at = 0; at < height * width; at++) {
      const shade = light + across * (at % width) + down * Math.floor(at / width) + 0.5 * random.next();
      for (let channel = 0; channel < channels; channel++)
        values[(picture * height * width + at) * channels + channel] = shade + 0.6 * random.next();
    }
  }
  return { values, shape: SHAPE };
}

function whitened({ values, shape }: InitialExamples): number[][] {
  return tf.tidy(() => {
    const input = tf.input({ shape: shape.slice(1) });
    const model = tf.model({ inputs: input, outputs: whiten(input, 1) });
    setWhitening(model, { values, shape });
    const output = model.predict(tf.tensor(values, [...shape])) as Tensor4D;
    expect(output.shape).toEqual([200, 11, 11, 2 * DIRECTIONS]);
    return output.reshape<Tensor4D>([-1, 2 * DIRECTIONS] as never).arraySync() as unknown as number[][];
  });
}

describe('whitening', () => {
  it('gives directions that are uncorrelated and of equal variance, except for noise', () => {
    const rows = whitened(pictures());
    const moment = (a: number, b: number) => rows.reduce((sum, row) => sum + row[a]! * row[b]!, 0) / rows.length;
    for (let a = 0; a < DIRECTIONS; a++) {
      // The noise of 0.03 in the smallest direction is comparable with the floor of 0.02.
      expect(moment(a, a)).toBeGreaterThan(0.5);
      expect(moment(a, a)).toBeLessThan(1.1);
      for (let b = 0; b < a; b++) expect(Math.abs(moment(a, b))).toBeLessThan(0.1);
    }
  });

  it('gives each direction and its opposite', () => {
    for (const row of whitened(pictures()).slice(0, 50)) {
      row.slice(0, DIRECTIONS).forEach((value, at) => expect(row[DIRECTIONS + at]).toBeCloseTo(-value, 5));
    }
  });

  it('stays finite if nothing varies', () => {
    const values = new Float32Array(pictures().values.length);
    for (const row of whitened({ values, shape: SHAPE }).slice(0, 10)) expect(row.every(Number.isFinite)).toBe(true);
  });
});
