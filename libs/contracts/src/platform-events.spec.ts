import { predictionMade, verdictGiven } from './platform-events';

const prediction = {
  predictionId: 'p-1',
  modelName: 'shop.prices',
  versionId: '00000000-0000-4000-8000-000000000001',
  confidence: 0.9,
  unsure: false,
  latencyMs: 2,
  features: { age: 30 },
  madeAt: '2026-01-01T00:00:00.000Z',
};
const verdict = {
  modelName: 'shop.prices',
  predictionId: 'p-1',
  inputSha256: 'a'.repeat(64),
  author: 'Ada',
  givenAt: '2026-01-01T00:00:00.000Z',
};

describe('the events of the platform', () => {
  it.each([
    ['a category with its probability', { outcome: 'coat' }],
    ['a number, of which there is no probability', { outcome: 12.5, confidence: null }],
  ])('carry the outcome of a prediction of any task: %s', (_, outcome) => {
    expect(predictionMade.schema.parse({ ...prediction, ...outcome })).toEqual({ ...prediction, ...outcome });
  });

  it.each([
    ['a class', 'tabular-classification', { className: 'late' }, { className: 'paid' }],
    ['a value', 'tabular-regression', { value: 12.5 }, { value: 13 }],
    ['a withdrawn verdict', 'image-classification', { className: 'coat' }, null],
  ])('carry what a person said is right, as its task describes it: %s', (_, task, predicted, target) => {
    const given = { ...verdict, task, predicted, target };
    expect(verdictGiven.schema.parse(given)).toEqual(given);
  });

  it('refuse a prediction without an outcome', () => {
    expect(predictionMade.schema.safeParse(prediction).success).toBe(false);
  });
});
