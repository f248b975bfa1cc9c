import { createRandom } from '@lintel/contracts';
import { DRIFT_FEATURES, driftFeatures, pictureFeatures } from './picture-features';

const noise = (size: number) => Uint8Array.from({ length: size }, createRandomByte(7));
function createRandomByte(seed: number): () => number {
  const random = createRandom(seed);
  return () => random.int(256);
}

describe('pictureFeatures', () => {
  it('matches a computation by hand for a grey picture', () => {
    // Horizontal neighbours differ by 255 in the first row and by 0 in the second; vertical neighbours by 0 and 255.
    const features = pictureFeatures(Uint8Array.from([0, 255, 0, 0]), [2, 2, 1]);
    expect(features[DRIFT_FEATURES.brightness]).toBeCloseTo(0.25, 12);
    expect(features[DRIFT_FEATURES.contrast]).toBeCloseTo(Math.sqrt(3) / 4, 12);
    expect(features[DRIFT_FEATURES.sharpness]).toBeCloseTo(0.5, 12);
    expect(Object.keys(features).sort()).toEqual(['brightness', 'contrast', 'sharpness']);
  });

  it('measures neighbours within a channel, and colour across them', () => {
    const red = Uint8Array.from([255, 0, 0, 255, 0, 0]);
    const features = pictureFeatures(red, [1, 2, 3]);
    expect(features).toMatchObject({ sharpness: 0, colourfulness: 1 });
    expect(pictureFeatures(new Uint8Array(12).fill(90), [2, 2, 3])).toMatchObject({ contrast: 0, colourfulness: 0 });
  });

  it('stays finite for a single pixel', () => {
    expect(pictureFeatures(Uint8Array.from([51]), [1, 1, 1])).toEqual({ brightness: 0.2, contrast: 0, sharpness: 0 });
  });

  it('is moved by darkness, fog and blur', () => {
    const picture = noise(28 * 28);
    const clear = pictureFeatures(picture, [28, 28, 1]);
    const dark = pictureFeatures(
      picture.map((value) => value / 2),
      [28, 28, 1],
    );
    const fog = pictureFeatures(
      picture.map((value) => 100 + value / 4),
      [28, 28, 1],
    );
    const blur = pictureFeatures(
      picture.map((value, at) => (value + (picture[at - 1] ?? value) + (picture[at - 2] ?? value)) / 3),
      [28, 28, 1],
    );
    expect(dark['brightness']!).toBeLessThan(clear['brightness']! * 0.6);
    expect(fog['contrast']!).toBeLessThan(clear['contrast']! * 0.4);
    expect(blur['sharpness']!).toBeLessThan(clear['sharpness']! * 0.8);
  });
});

describe('driftFeatures', () => {
  it('adds the length of the embedding', () => {
    const features = driftFeatures(new Uint8Array(4), [2, 2, 1], Float32Array.from([3, 4]));
    expect(features['embedding-norm']).toBe(5);
    expect(Object.keys(features)).toHaveLength(4);
  });
});
