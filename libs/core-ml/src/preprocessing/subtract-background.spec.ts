import { type Dataset } from '@lintel/contracts';
import { subtractBackground, withBackground } from './subtract-background';

const HEIGHT = 7;
const WIDTH = 9;

/** An object of `value` on a background whose pixels are `background(at)`. */
function picture(value: number, background: (at: number) => number): Uint8Array {
  return Uint8Array.from({ length: HEIGHT * WIDTH }, (_, at) => {
    const [row, column] = [Math.floor(at / WIDTH), at % WIDTH];
    return row > 1 && row < 5 && column > 2 && column < 6 ? value : background(at);
  });
}
const subtract = (data: Uint8Array) => subtractBackground({ data, height: HEIGHT, width: WIDTH, channels: 1 });

describe('subtractBackground', () => {
  it('stretches a faint object to the contrast of a strong one', () => {
    expect(subtract(picture(140, () => 100))).toEqual(subtract(picture(240, () => 100)));
  });

  it('takes the unevenness of the background away with it', () => {
    const result = subtract(picture(220, (at) => 100 + (at % 3) * 4));
    expect(result[0]).toBe(0);
    expect(Math.max(...result.subarray(0, WIDTH))).toBe(0);
    expect(result[3 * WIDTH + 4]).toBeGreaterThan(190);
  });

  it('shows nothing if there is only noise', () => {
    expect(Math.max(...subtract(picture(102, (at) => 100 + (at % 2))))).toBeLessThan(60);
  });
});

describe('withBackground', () => {
  const pixels = picture(220, () => 90);
  const dataset: Dataset = {
    size: 1,
    exampleShape: [HEIGHT, WIDTH, 1],
    dtype: 'uint8',
    classNames: ['a', 'b'],
    labels: Int32Array.of(0),
    contentHash: 'x',
    read: (indices, target) => Array.from(indices).forEach((_, at) => target.set(pixels, at * pixels.length)),
    close: () => undefined,
  };

  it('reads every example as it would be recognised', () => {
    const target = new Uint8Array(2 * pixels.length);
    withBackground(dataset, { background: 'subtracted' }).read([0, 0], target);
    expect(target.subarray(pixels.length)).toEqual(subtract(pixels));
  });

  it('leaves a dataset unchanged if the background is kept', () => {
    expect(withBackground(dataset, { background: 'as-is' })).toBe(dataset);
  });
});
