import type { ChallengeReport } from '@lintel/contracts';
import { mergeChallengeReports } from './merge-challenge-reports';

const side = (changes: Partial<ChallengeReport['champion']>): ChallengeReport['champion'] => ({
  examples: 0,
  meanConfidence: null,
  unsure: 0,
  p50Ms: null,
  p95Ms: null,
  outcomes: {},
  ...changes,
});
const report = (changes: Partial<ChallengeReport>): ChallengeReport => ({
  modelName: 'shop.goods',
  championId: '00000000-0000-4000-8000-000000000001',
  challengerId: '00000000-0000-4000-8000-000000000002',
  mode: 'shadow',
  from: '2026-01-01T00:01:00.000Z',
  to: '2026-01-01T00:02:00.000Z',
  examples: 0,
  agreement: null,
  changes: [],
  champion: side({}),
  challenger: side({}),
  dropped: 0,
  failed: 0,
  ...changes,
});

const one = report({
  examples: 30,
  agreement: 0.9,
  changes: [
    { from: 'Coat', to: 'Bag', count: 2, examples: [] },
    { from: 'Bag', to: 'Coat', count: 1, examples: [] },
  ],
  champion: side({ examples: 30, meanConfidence: 0.8, unsure: 1, p50Ms: 2, p95Ms: 9, outcomes: { Coat: 20, Bag: 10 } }),
  dropped: 1,
});
const other = report({
  from: '2026-01-01T00:00:00.000Z',
  to: '2026-01-01T00:01:30.000Z',
  examples: 10,
  agreement: 0.5,
  changes: [{ from: 'Bag', to: 'Coat', count: 5, examples: [] }],
  champion: side({ examples: 10, meanConfidence: 0.4, unsure: 2, p50Ms: 3, p95Ms: 4, outcomes: { Bag: 9, Hat: 1 } }),
  failed: 2,
});

describe('merged reports of a challenge', () => {
  it('sum counts, weigh means by examples and bound latencies from above', () => {
    expect(mergeChallengeReports(one, other)).toEqual(
      report({
        from: '2026-01-01T00:00:00.000Z',
        to: '2026-01-01T00:02:00.000Z',
        examples: 40,
        agreement: 0.8, // (30 × 0.9 + 10 × 0.5) / 40
        changes: [
          { from: 'Bag', to: 'Coat', count: 6, examples: [] },
          { from: 'Coat', to: 'Bag', count: 2, examples: [] },
        ],
        champion: side({
          examples: 40,
          meanConfidence: expect.closeTo(0.7, 12) as number, // (30 × 0.8 + 10 × 0.4) / 40
          unsure: 3,
          p50Ms: 3,
          p95Ms: 9,
          outcomes: { Coat: 20, Bag: 19, Hat: 1 },
        }),
        dropped: 1,
        failed: 2,
      }),
    );
  });

  it('are the same in any order, and stay as they are beside an empty one', () => {
    expect(mergeChallengeReports(other, one)).toEqual(mergeChallengeReports(one, other));
    const empty = report({});
    expect(mergeChallengeReports(one, empty)).toEqual(one);
    expect(mergeChallengeReports(empty, empty)).toEqual(empty);
  });

  it('keep an agreement of all at 1', () => {
    const parts = [1, 3, 7, 11, 13].map((examples) => report({ examples, agreement: 1 }));
    const merged = parts.reduce(mergeChallengeReports);
    expect(merged.agreement).toBeCloseTo(1, 12);
    expect(merged.agreement).toBeLessThanOrEqual(1);
  });

  it('keep the latest examples of a difference, at most 8, and only of the 16 most frequent differences', () => {
    const examples = (prefix: string, count: number) =>
      Array.from({ length: count }, (_, at) => ({
        id: `${prefix} ${at}`,
        championConfidence: 0.9,
        challengerConfidence: 0.6,
      }));
    const change = (from: string, count: number, prefix: string, kept: number) => ({
      from,
      to: 'Bag',
      count,
      examples: examples(prefix, kept),
    });
    const earlier = report({ to: '2026-01-01T00:01:00.000Z', changes: [change('Coat', 7, 'old', 5)] });
    const later = report({
      changes: [
        change('Coat', 5, 'new', 5),
        ...Array.from({ length: 20 }, (_, at) => change(`Class ${at + 10}`, 1, 'rare', 1)),
      ],
    });
    for (const merged of [mergeChallengeReports(earlier, later), mergeChallengeReports(later, earlier)]) {
      expect(merged.changes[0]!.examples.map(({ id }) => id)).toEqual([
        ...['new 0', 'new 1', 'new 2', 'new 3', 'new 4'],
        ...['old 0', 'old 1', 'old 2'],
      ]);
      expect(merged.changes.filter((kept) => kept.examples.length > 0)).toHaveLength(16);
    }
  });
});
