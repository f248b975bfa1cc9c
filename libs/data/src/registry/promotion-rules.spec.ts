import type { Promotion } from '@lintel/contracts';
import { refusal } from '@lintel/contracts/testing/refusal';
import { championBefore, checkGates } from './promotion-rules';
import { gateReport } from './testing/model-fixtures';

/** `1 2 < 3`: promotions of versions 1 and 2, one roll-back, promotion of 3. */
const historyOf = (steps: string): Pick<Promotion, 'action' | 'toVersionId'>[] =>
  steps.split(' ').map((step) => {
    if (step === '<') return { action: 'roll-back', toVersionId: null };
    if (step === 'c') return { action: 'challenge', toVersionId: '9' };
    if (step === 'w') return { action: 'withdraw', toVersionId: null };
    return { action: 'promote', toVersionId: step };
  });

describe('the champion to go back to', () => {
  it.each([
    ['1', null],
    ['1 2', '1'],
    ['1 2 3 <', '1'],
    ['1 2 3 < <', null],
    ['1 2 < 3', '1'],
    ['1 2 < 3 <', null],
    ['1 2 1', '2'],
    ['1 2 1 <', '1'],
    ['1 c 2 w c w', '1'],
  ])('after %s is %s', (steps, before) => {
    expect(championBefore(historyOf(steps))).toBe(before);
  });

  it('does not exist if nothing was ever promoted', () => {
    expect(championBefore([])).toBeNull();
  });
});

describe('the gates of a promotion', () => {
  it('let a version pass that was judged well against the present champion', () => {
    expect(checkGates(gateReport('champion'), 'champion', false)).toBe(false);
    expect(checkGates(gateReport(null), null, true)).toBe(false);
  });

  it('say the reason of every gate that refuses, and of no other', async () => {
    const error = await refusal(() => checkGates(gateReport('champion', false), 'champion', false));
    expect(error.code).toBe('GATES_REFUSED');
    expect(error.problem).toContain('Its accuracy may be up to 2 points worse.');
    expect(error.problem).not.toContain('exported rightly');
    expect(error.received).toBe('better-than-champion: -0.02');
  });

  it('refuse a version that was never judged', async () => {
    expect((await refusal(() => checkGates(null, null, false))).code).toBe('GATES_REFUSED');
  });

  it('can be overridden, but never by a judgement against another champion', async () => {
    expect(checkGates(gateReport('champion', false), 'champion', true)).toBe(true);
    expect(checkGates(null, 'champion', true)).toBe(true);
    for (const [judged, champion] of [
      ['old', 'new'],
      [null, 'new'],
      ['old', null],
    ] as const) {
      const error = await refusal(() => checkGates(gateReport(judged), champion, true));
      expect(error.code).toBe('CONFLICT');
      expect(error.cure).toContain('Evaluate the version again');
    }
  });
});
