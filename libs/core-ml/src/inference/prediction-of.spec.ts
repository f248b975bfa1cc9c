import { predictionOf } from './prediction-of';

const names = ['a', 'b', 'c', 'd', 'e', 'f'];

describe('predictionOf', () => {
  it('names the five most probable classes, most probable first, and of equal ones the first', () => {
    const { className, probability, top } = predictionOf(
      Float32Array.from([0.125, 0.25, 0, 0.25, 0.125, 0.25]),
      names,
      0,
    );
    expect([className, probability]).toEqual(['b', 0.25]);
    expect(top.map((entry) => entry.className)).toEqual(['b', 'd', 'f', 'a', 'e']);
  });

  it('has fewer than five where the model knows fewer', () => {
    expect(predictionOf(Float32Array.from([0.25, 0.75]), ['a', 'b'], 0).top).toEqual([
      { className: 'b', probability: 0.75 },
      { className: 'a', probability: 0.25 },
    ]);
  });

  it('is unsure under the threshold, and sure at it', () => {
    const probabilities = Float32Array.from([0.5, 0.25, 0.25]);
    expect(predictionOf(probabilities, names, 0.5).unsure).toBe(false);
    expect(predictionOf(probabilities, names, 0.51).unsure).toBe(true);
  });

  it('never says more than 1', () => {
    expect(predictionOf(Float32Array.from([1.0000001, 0]), ['a', 'b'], 0).probability).toBe(1);
  });

  it('refuses an answer that is not a number', () => {
    expect(() => predictionOf(Float32Array.from([0.5, NaN]), ['a', 'b'], 0)).toThrow(/class "b" is not a number/);
  });
});
