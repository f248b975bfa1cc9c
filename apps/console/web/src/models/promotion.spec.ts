import { type GateReport } from '@lintel/contracts';
import { promotionOf } from './promotion';

const report = (passed: boolean, championId: string | null = 'v1'): GateReport => ({
  passed,
  championId,
  decidedAt: '2026-03-01T12:00:00.000Z',
  gates: [],
  comparison: null,
});
const draft = { championId: 'v1', override: false, reason: '' };

describe('promotionOf', () => {
  it('allows a version that passed without a reason', () => {
    expect(promotionOf({ ...draft, report: report(true) })).toEqual({ judgement: 'passed', ready: true });
    expect(promotionOf({ ...draft, report: report(true, null), championId: null }).ready).toBe(true);
  });

  it.each([
    ['refused', report(false)],
    ['unjudged', null],
  ] as const)('requires a reason and a confirmation if it was %s', (judgement, judged) => {
    expect(promotionOf({ ...draft, report: judged })).toEqual({ judgement, ready: false });
    expect(promotionOf({ ...draft, report: judged, override: true, reason: '  ' }).ready).toBe(false);
    expect(promotionOf({ ...draft, report: judged, reason: 'It must answer today.' }).ready).toBe(false);
    expect(promotionOf({ ...draft, report: judged, override: true, reason: 'It must answer today.' }).ready).toBe(true);
  });

  it('allows no override of a judgement against a former champion', () => {
    const given = { report: report(true, 'v0'), championId: 'v1', override: true, reason: 'Why not.' };
    expect(promotionOf(given)).toEqual({ judgement: 'outdated', ready: false });
  });
});
