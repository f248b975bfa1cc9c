import { calibrationOf } from './calibration';

describe('calibrationOf', () => {
  it('matches a computation by hand, and a bin holds its upper edge', () => {
    // (0.25, 0.5]: 0.5 right, 0.375 wrong; (0.75, 1]: 1 right, 1 wrong.
    const { expectedCalibrationError, bins } = calibrationOf(
      Float64Array.from([0.5, 0.375, 1, 1]),
      Uint8Array.from([1, 0, 1, 0]),
      4,
    );
    expect(bins.map(({ count }) => count)).toEqual([0, 2, 0, 2]);
    expect(bins[1]).toEqual({ low: 0.25, high: 0.5, count: 2, meanConfidence: 0.4375, accuracy: 0.5 });
    expect(expectedCalibrationError).toBeCloseTo((2 * (0.5 - 0.4375) + 2 * (1 - 0.5)) / 4, 12);
  });
});
