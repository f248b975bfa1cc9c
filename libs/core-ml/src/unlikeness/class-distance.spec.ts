import { createRandom } from '@lintel/contracts';
import { distancesOf, fitClassDistance } from './class-distance';

/** Points on the unit circle, by their angle. */
const at = (...angles: number[]): Float32Array => Float32Array.from(angles.flatMap((a) => [Math.cos(a), Math.sin(a)]));

describe('the distance to the classes', () => {
  it('is that of Mahalanobis to the nearest mean, as computed by hand', () => {
    // Two examples a class; the angles are 90° ± 0.1 and 0 ± 0.1, so the means are cos(0.1) along their axes.
    const distance = fitClassDistance(at(Math.PI / 2 - 0.1, Math.PI / 2 + 0.1, -0.1, 0.1), [0, 0, 1, 1], 3);
    // Each class varies along the other's axis alone: sin(0.1)² / 2 on both, shrunk towards the same.
    const variance = Math.sin(0.1) ** 2 / 2;
    const [onAxis, along, opposite] = distancesOf(distance, at(0, 0.3, Math.PI));
    expect(onAxis).toBeCloseTo((1 - Math.cos(0.1)) / Math.sqrt(variance), 6);
    expect(along).toBeCloseTo(Math.hypot(Math.cos(0.3) - Math.cos(0.1), Math.sin(0.3)) / Math.sqrt(variance), 6);
    expect(opposite).toBeCloseTo(Math.hypot(1, Math.cos(0.1)) / Math.sqrt(variance), 5);
  });

  it('does not depend on the length of the features', () => {
    const distance = fitClassDistance(at(0, 0.2, 1, 1.2), [0, 0, 1, 1], 2);
    const [short, long] = distancesOf(distance, Float32Array.of(0.1, 0.2, 10, 20));
    expect(short).toBeCloseTo(long!, 5);
  });

  it('counts a deviation where examples never deviate for more than one where they often do', () => {
    const random = createRandom(1, 'features');
    const features = new Float32Array(3 * 400);
    for (let row = 0; row < 400; row++) features.set([1, 0.2 * random.normal(), 0.01 * random.normal()], 3 * row);
    const distance = fitClassDistance(features, new Int32Array(400), 1);
    const [often, never] = distancesOf(distance, Float32Array.of(1, 0.2, 0, 1, 0, 0.2));
    expect(never! / often!).toBeGreaterThan(10);
  });

  it('is finite if nothing varies, if there are no features, and with fewer examples than features', () => {
    const constant = fitClassDistance(Float32Array.of(0, 0, 0, 0), [0, 1], 2);
    const [same, other] = distancesOf(constant, Float32Array.of(0, 0, 3, 4));
    expect(same).toBe(0);
    expect(other).toBeGreaterThan(1);
    expect(Number.isFinite(other)).toBe(true);
    const few = fitClassDistance(Float32Array.of(1, 0, 0, 0, 0, 1, 0, 0), [0, 1], 2);
    expect(Number.isFinite(distancesOf(few, Float32Array.of(1, 1, 1, 1))[0])).toBe(true);
  });
});
