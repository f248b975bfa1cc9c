import { parseJobParameters } from '@lintel/contracts';
import { draftOf, EMPTY_DRAFT, faultsOf, parametersOf, QUICK_RUN, type JobDraft } from './job-draft';

const VERSION = '0198c0de-0000-7000-8000-000000000001';
const draft = (changes: Partial<JobDraft>): JobDraft => ({
  ...EMPTY_DRAFT,
  modelName: 'ecommerce.product-recogniser',
  ...changes,
});

describe('the draft of a job', () => {
  it('leaves empty fields to the pipeline', () => {
    expect(parametersOf(draft({}))).toEqual({});
    expect(parametersOf(draft({ ...QUICK_RUN, seed: 0, architecture: ' ' }))).toEqual({
      epochs: 2,
      examples: 2_000,
      seed: 0,
    });
  });

  it('sends only the parameters of its kind, as the contract requires', () => {
    const filled = draft({ epochs: 3, precision: 'bfloat16', versionId: VERSION, since: '2026-03-04T05:06' });
    for (const kind of ['train', 'evaluate', 'backfill'] as const) {
      const parameters = parametersOf({ ...filled, kind });
      expect(parseJobParameters(kind, parameters)).toEqual(parameters);
    }
    expect(Object.keys(parametersOf({ ...filled, kind: 'evaluate' }))).toEqual(['versionId']);
  });

  it('says what is missing', () => {
    expect(faultsOf({ ...EMPTY_DRAFT, kind: 'train' })).toEqual(['modelName']);
    expect(faultsOf(draft({ kind: 'evaluate' }))).toEqual(['versionId']);
    expect(faultsOf(draft({ kind: 'backfill', versionId: VERSION }))).toEqual([]);
  });

  it('survives the conversion into a schedule and back', () => {
    const parameters = { versionId: VERSION, since: new Date('2026-03-04T05:06').toISOString() };
    expect(parametersOf(draftOf('backfill', 'ecommerce.product-recogniser', parameters))).toEqual(parameters);
    const training = { epochs: 4, architecture: 'two-conv', seed: 7, precision: 'float32', searchMinutes: 30 };
    expect(parametersOf(draftOf('train', 'ecommerce.product-recogniser', training))).toEqual(training);
  });
});
