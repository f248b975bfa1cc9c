import { message } from '@lintel/contracts';
import { readJobResult, rowsOf } from './job-result';

describe('the result of a job', () => {
  it('says whether the version was refused, and why', () => {
    const refusals = [message('gate.champion.uncompared')];
    const result = {
      versionId: 'a',
      number: 2,
      headline: { key: 'rmse', value: 4.8, interval: null, unit: 'target', better: 'lower' },
      gatesPassed: false,
      refusals,
      outcome: 'refused',
    };
    expect(readJobResult({ kind: 'train', result })).toMatchObject({
      kind: 'judged',
      headline: result.headline,
      outcome: 'refused',
      refusals,
    });
    const evaluated = { versionId: 'a', number: 2, headline: null, gatesPassed: true, refusals: [] };
    expect(readJobResult({ kind: 'evaluate', result: evaluated })).toMatchObject({ outcome: 'passed' });
  });

  it('of a job from before reasons were kept is still read', () => {
    expect(readJobResult({ kind: 'train', result: { gatesPassed: false } })).toEqual({
      kind: 'judged',
      versionId: null,
      number: null,
      headline: null,
      outcome: 'refused',
      refusals: [],
    });
    expect(readJobResult({ kind: 'train', result: null })).toBeNull();
  });

  it('of a retention counts the rows of every kind', () => {
    const removed = [
      { what: 'drift windows', removed: 3, keptDays: 90 },
      { what: 'recognitions', removed: 4, keptDays: null },
    ];
    const read = readJobResult({ kind: 'retain', result: { preview: true, removed } });
    expect(read).toEqual({ kind: 'retained', preview: true, removed });
    expect(rowsOf(removed)).toBe(7);
  });
});
