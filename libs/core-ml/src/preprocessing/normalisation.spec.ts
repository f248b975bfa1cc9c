import { LintelError, type Dataset } from '@lintel/contracts';
import { fitNormalisation, normalisePixels } from './normalisation';

function pictures(examples: readonly (readonly number[])[], exampleShape: readonly number[]): Dataset {
  return {
    size: examples.length,
    exampleShape,
    dtype: 'uint8',
    classNames: ['a', 'b'],
    labels: new Int32Array(examples.length),
    contentHash: '0'.repeat(64),
    read: (indices, target) =>
      Array.from(indices).forEach((index, at) => target.set(examples[index]!, at * examples[index]!.length)),
    close: () => undefined,
  };
}

describe('normalisePixels', () => {
  const preprocessor = { channels: 3 as const, mean: [0.5, 0.25, 0], std: [0.5, 0.25, 2] };

  it('is (pixel / 255 - mean) / std per channel', () => {
    const target = new Float32Array(6);
    normalisePixels(Uint8Array.from([255, 0, 255, 0, 51, 102]), preprocessor, target);
    const expected = [1, -1, 0.5, -1, (0.2 - 0.25) / 0.25, 0.2];
    expected.forEach((value, at) => expect(target[at]).toBeCloseTo(value, 6));
  });

  it('writes from the offset on and nowhere else', () => {
    const target = new Float32Array(8).fill(9);
    normalisePixels(Uint8Array.from([255, 0, 255]), preprocessor, target, 3);
    expect([...target]).toEqual([9, 9, 9, 1, -1, 0.5, 9, 9]);
  });

  it('refuses a target that is too short, and half pixels', () => {
    expect(() => normalisePixels(new Uint8Array(6), preprocessor, new Float32Array(6), 1)).toThrow(LintelError);
    expect(() => normalisePixels(new Uint8Array(5), preprocessor, new Float32Array(6))).toThrow(/at most 6 values/);
  });

  it('refuses a mean without one value per channel', () => {
    const wrong = { channels: 3 as const, mean: [0.5], std: [1, 1, 1] };
    expect(() => normalisePixels(new Uint8Array(3), wrong, new Float32Array(3))).toThrow(/3 values each/);
  });
});

describe('fitNormalisation', () => {
  it('finds the mean and the population deviation of each channel', () => {
    // Channel 0: 0, 255, 0, 255. Channel 1: 51, 51, 102, 102 (0.2 and 0.4).
    const { mean, std } = fitNormalisation(
      pictures(
        [
          [0, 51, 255, 51],
          [0, 102, 255, 102],
        ],
        [1, 2, 2],
      ),
    );
    expect(mean[0]).toBeCloseTo(0.5, 12);
    expect(std[0]).toBeCloseTo(0.5, 12);
    expect(mean[1]).toBeCloseTo(0.3, 12);
    expect(std[1]).toBeCloseTo(0.1, 12);
  });

  it('reads every example of a split that is larger than one reading', () => {
    const examples = Array.from({ length: 1000 }, (_, index) => [index < 500 ? 0 : 255]);
    expect(fitNormalisation(pictures(examples, [1, 1, 1]))).toEqual({ mean: [0.5], std: [0.5] });
  });

  it('gives a channel that never changes the deviation 1, so that nothing is divided by zero', () => {
    const { mean, std } = fitNormalisation(
      pictures(
        Array.from({ length: 7 }, () => [77, 77]),
        [1, 2, 1],
      ),
    );
    expect(mean[0]).toBeCloseTo(77 / 255, 12);
    expect(std).toEqual([1]);
  });

  it('refuses an empty split and anything but pictures', () => {
    expect(() => fitNormalisation(pictures([], [1, 1, 1]))).toThrow(/no example/);
    expect(() => fitNormalisation(pictures([[1, 2]], [2]))).toThrow(/uint8 \[height, width, channels\]/);
  });
});
