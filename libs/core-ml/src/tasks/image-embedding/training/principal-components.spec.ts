import { createRandom } from '@lintel/contracts';
import { principalComponents } from './principal-components';

describe('principal components', () => {
  it('are the axes of a cloud, the longest first, with its deviations', async () => {
    const random = createRandom(1, 'cloud');
    const deviations = [5, 3, 1, 0.1];
    const vectors = 4000;
    // The axes are turned by 45 degrees in the plane of the first two.
    const turned = Array.from({ length: vectors }, () => {
      const [a, b, c, d] = deviations.map((deviation) => deviation * random.normal());
      return [(a! - b!) / Math.SQRT2, (a! + b!) / Math.SQRT2, c!, d!];
    });
    const means = [0, 1, 2, 3].map((at) => turned.reduce((sum, vector) => sum + vector[at]!, 0) / vectors);
    const centred = Float32Array.from(turned.flatMap((vector) => vector.map((value, at) => value - means[at]!)));
    const found = await principalComponents(centred, 4, 3, 1);
    const column = (at: number): number[] => [0, 1, 2, 3].map((row) => found.directions[row * 3 + at]!);
    expect(Math.abs(column(0)[0]! + column(0)[1]!) / Math.SQRT2).toBeCloseTo(1, 2);
    expect(Math.abs(column(1)[0]! - column(1)[1]!) / Math.SQRT2).toBeCloseTo(1, 2);
    expect(Math.abs(column(2)[2]!)).toBeCloseTo(1, 2);
    [5, 3, 1].forEach((deviation, at) => expect(found.deviations[at]! / deviation).toBeCloseTo(1, 1));
  });

  it('of vectors that are all the same are finite', async () => {
    const { directions, deviations } = await principalComponents(new Float32Array(12), 4, 2, 1);
    expect([...directions, ...deviations].every(Number.isFinite)).toBe(true);
  });
});
