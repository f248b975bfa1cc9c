import { calibrate, fitIsotonic, fitPlatt } from './calibrate-probabilities';
import fixture from '../../../evaluation/testing/tables.json';

const { probabilities, positive, asked, expected } = fixture;

it('Platt scaling on log odds is that of scikit-learn', () => {
  const calibrated = calibrate(fitPlatt(probabilities, positive), asked);
  expected.platt.forEach((value, at) => expect(calibrated[at]).toBeCloseTo(value, 4));
});

it('isotonic regression is that of scikit-learn, ties, ends and gaps included', () => {
  const calibrated = calibrate(fitIsotonic(probabilities, positive), asked);
  expected.isotonic.forEach((value, at) => expect(calibrated[at]).toBeCloseTo(value, 10));
});

it('calibrated probabilities never change the order', () => {
  const all = Float64Array.from({ length: 101 }, (_, at) => at / 100);
  for (const calibrator of [fitPlatt(probabilities, positive), fitIsotonic(probabilities, positive)]) {
    const calibrated = calibrate(calibrator, all);
    expect(calibrated.every((value, at) => at === 0 || value >= calibrated[at - 1]!)).toBe(true);
  }
});

it('rows of one class cannot calibrate', () => {
  expect(() => fitPlatt([0.1, 0.2], [0, 0])).toThrow(/both classes/);
});
