import { chooseThresholds } from './choose-thresholds';

it('takes the threshold with the best F1 of each label, halfway between two probabilities', () => {
  // The first label is best with the two most probable examples, the second with all four.
  const probabilities = Float32Array.from([0.9, 0.5, 0.75, 0.25, 0.25, 0.75, 0.125, 0.125]);
  const labelSets = Uint8Array.from([1, 1, 1, 1, 0, 0, 0, 1]);
  const [first, second] = chooseThresholds(probabilities, labelSets, 2);
  expect(first).toBe(0.5);
  expect(second).toBe(0.0625);
});

it('never parts examples with one probability, and keeps 0.5 for a label that no example has', () => {
  const probabilities = Float32Array.from([0.5, 0.9, 0.5, 0.9, 0.1, 0.9]);
  const labelSets = Uint8Array.from([1, 0, 0, 0, 0, 0]);
  const [tied, absent] = chooseThresholds(probabilities, labelSets, 2);
  expect(tied).toBeCloseTo(0.3, 6);
  expect(absent).toBe(0.5);
});
