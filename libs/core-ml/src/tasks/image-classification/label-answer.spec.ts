import { labelsOf, leastCertainty, outcomeOf } from './label-answer';
import { predictionOf } from './prediction-of';

const reading = { classNames: ['a', 'b', 'c'], unsureBelow: 0.6, thresholds: [0.5, 0.25, 0.75] };

describe('an answer with labels', () => {
  it('lists every class that reaches its own threshold, most probable first', () => {
    const { labels, className, top } = predictionOf(Float32Array.from([0.5, 0.625, 0.74]), reading);
    expect(labels).toEqual([
      { className: 'b', probability: 0.625 },
      { className: 'a', probability: 0.5 },
    ]);
    // The most probable class is named even if its threshold is higher.
    expect(className).toBe('c');
    expect(top).toHaveLength(3);
  });

  it('may have no label', () => {
    const prediction = predictionOf(Float32Array.from([0.125, 0, 0.25]), reading);
    expect(prediction).toMatchObject({ labels: [], unsure: false });
    expect(outcomeOf(prediction)).toBe('none of the labels');
  });

  it('is unsure if one label could as well be given as left out', () => {
    expect(leastCertainty(Float32Array.from([0.875, 0.125, 0]), reading.thresholds)).toBe(0.875);
    expect(predictionOf(Float32Array.from([0.875, 0.125, 0]), reading).unsure).toBe(false);
    expect(predictionOf(Float32Array.from([0.875, 0.125, 0.5]), reading).unsureReason).toBe('low-probability');
  });

  it('is the same answer in whatever order its labels are', () => {
    const one = predictionOf(Float32Array.from([0.75, 0.5, 0]), reading);
    const other = predictionOf(Float32Array.from([0.5, 0.75, 0]), reading);
    expect([outcomeOf(one), outcomeOf(other)]).toEqual(['a; b', 'a; b']);
  });

  it('has no labels if the model gives one class', () => {
    expect(labelsOf(Float32Array.from([1, 0, 0]), { classNames: ['a', 'b', 'c'] })).toBeUndefined();
    expect(
      'labels' in predictionOf(Float32Array.from([1, 0, 0]), { classNames: reading.classNames, unsureBelow: 0 }),
    ).toBe(false);
  });
});
