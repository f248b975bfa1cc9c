import { predictionOf } from './prediction-of';

const names = ['a', 'b', 'c', 'd', 'e', 'f'];
const model = (unsureBelow: number, classNames = names) => ({ classNames, unsureBelow });

describe('predictionOf', () => {
  it('names the five most probable classes, most probable first, and of equal ones the first', () => {
    const { className, probability, top } = predictionOf(
      Float32Array.from([0.125, 0.25, 0, 0.25, 0.125, 0.25]),
      model(0),
    );
    expect([className, probability]).toEqual(['b', 0.25]);
    expect(top.map((entry) => entry.className)).toEqual(['b', 'd', 'f', 'a', 'e']);
  });

  it('has fewer than five if the model has fewer classes', () => {
    expect(predictionOf(Float32Array.from([0.25, 0.75]), model(0, ['a', 'b'])).top).toEqual([
      { className: 'b', probability: 0.75 },
      { className: 'a', probability: 0.25 },
    ]);
  });

  it('is unsure under the threshold, and sure at it', () => {
    const probabilities = Float32Array.from([0.5, 0.25, 0.25]);
    expect(predictionOf(probabilities, model(0.5)).unsure).toBe(false);
    expect(predictionOf(probabilities, model(0.51)).unsure).toBe(true);
  });

  it('says why it is unsure: the distance to the examples before the probability', () => {
    const manifest = {
      ...model(0.5),
      unlikeExamples: { above: 3, quantile: 0.99, heldOut: 100, testShare: 0, testShareInterval: { low: 0, high: 0 } },
    };
    const reasonOf = (first: number, distance?: number) =>
      predictionOf(Float32Array.from([first, 1 - first]), manifest, distance);
    expect(reasonOf(0.9, 3)).toMatchObject({ unsure: false, unsureReason: null });
    expect(reasonOf(0.9, 3.1)).toMatchObject({ unsure: true, unsureReason: 'unlike-examples' });
    expect(reasonOf(0.9, NaN)).toMatchObject({ unsure: true, unsureReason: 'unlike-examples' });
    expect(predictionOf(Float32Array.from([0.4, 0.3, 0.3]), manifest, 1)).toMatchObject({
      unsure: true,
      unsureReason: 'low-probability',
    });
    expect(predictionOf(Float32Array.from([0.9, 0.1]), model(0.5), 99)).toMatchObject({ unsureReason: null });
  });

  it('never exceeds 1', () => {
    expect(predictionOf(Float32Array.from([1.0000001, 0]), model(0, ['a', 'b'])).probability).toBe(1);
  });

  it('refuses an answer that is not a number', () => {
    expect(() => predictionOf(Float32Array.from([0.5, NaN]), model(0, ['a', 'b']))).toThrow(
      /class "b" is not a number/,
    );
  });
});
