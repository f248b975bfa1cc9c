import { Comparison } from './comparison';

const answer = (outcome: string | number, confidence: number | null) => ({
  outcome,
  confidence,
  unsure: confidence !== null && confidence < 0.5,
});
const compare = (mode: 'shadow' | 'canary') =>
  new Comparison('v1', 'v2', mode, (one, other) => one.outcome === other.outcome);

describe('Comparison', () => {
  it('counts pairs, their changes from most to least frequent, and what the challenger could not answer', () => {
    const comparison = compare('shadow');
    comparison.addPairs(
      {
        answers: [answer('cat', 0.9), answer('dog', 0.4), answer('cat', 0.8), null, answer('cow', 0.9)],
        latencyMs: 4,
      },
      { answers: [answer('dog', 0.5), answer('dog', 0.7), answer('dog', 0.3), answer('cow', 1), null], latencyMs: 6 },
    );
    comparison.addPairs(
      { answers: [answer('dog', 0.9)], latencyMs: 2 },
      { answers: [answer('cat', 0.9)], latencyMs: 8 },
    );
    comparison.drop(3);
    comparison.fail(2);
    const report = comparison.report();
    expect(report).toMatchObject({
      mode: 'shadow',
      champion: { id: 'v1', examples: 4, unsure: 1, outcomeCounts: { cat: 2, dog: 2 }, latencyMs: { p50: 2, p95: 4 } },
      challenger: {
        id: 'v2',
        examples: 4,
        unsure: 1,
        outcomeCounts: { cat: 1, dog: 3 },
        latencyMs: { p50: 6, p95: 8 },
      },
      pairs: {
        examples: 4,
        agreements: 1,
        changes: [
          { championOutcome: 'cat', challengerOutcome: 'dog', count: 2, examples: [] },
          { championOutcome: 'dog', challengerOutcome: 'cat', count: 1, examples: [] },
        ],
      },
      dropped: 3,
      failed: 3,
    });
    expect(report.champion.meanConfidence).toBeCloseTo((0.9 + 0.4 + 0.8 + 0.9) / 4, 12);
    expect(report.challenger.meanConfidence).toBeCloseTo((0.5 + 0.7 + 0.3 + 0.9) / 4, 12);
  });

  it('names the latest examples of each difference, at most 8 of a pair, with both confidences', () => {
    const comparison = compare('shadow');
    for (let at = 0; at < 20; at++) {
      comparison.addPairs(
        { answers: [answer('cat', 0.9), answer('cow', 0.8), null], latencyMs: 1 },
        { answers: [answer('dog', at / 100), answer('cow', 0.7), answer('cow', 1)], latencyMs: 1 },
        [`picture ${at}`, 'same', 'unanswered'],
      );
    }
    const [change] = comparison.report().pairs!.changes;
    expect(change).toMatchObject({ count: 20, championOutcome: 'cat', challengerOutcome: 'dog' });
    expect(change!.examples.map(({ id }) => id)).toEqual([19, 18, 17, 16, 15, 14, 13, 12].map((at) => `picture ${at}`));
    expect(change!.examples[0]).toEqual({ id: 'picture 19', championConfidence: 0.9, challengerConfidence: 0.19 });
  });

  it('keeps a limited number of examples, however many answers there are', () => {
    const comparison = compare('shadow');
    for (let at = 0; at < 3_000; at++) {
      comparison.addPairs(
        { answers: [answer(`class ${at}`, 0.9)], latencyMs: 1 },
        { answers: [answer('another', 0.9)], latencyMs: 1 },
        [`picture ${at}`],
      );
    }
    const { changes } = comparison.report().pairs!;
    expect(changes).toHaveLength(3_000);
    expect(changes.flatMap(({ examples }) => examples)).toHaveLength(512);
  });

  it('keeps the sides of a canary apart, without pairs', () => {
    const comparison = compare('canary');
    comparison.add('champion', [answer('cat', 0.9), null], 1);
    comparison.add('challenger', [answer('dog', 0.25)], 2);
    expect(comparison.report()).toMatchObject({
      pairs: null,
      champion: { examples: 1, meanConfidence: 0.9 },
      challenger: { examples: 1, meanConfidence: 0.25, unsure: 1 },
    });
  });

  it('compares numbers as their task does, under labels of two digits', () => {
    const close = new Comparison('v1', 'v2', 'shadow', (one, other) => Math.abs(+one.outcome - +other.outcome) < 1);
    close.addPairs(
      { answers: [answer(10.2, null), answer(19.96, null)], latencyMs: 1 },
      { answers: [answer(10.4, null), answer(31.4, null)], latencyMs: 1 },
    );
    expect(close.report()).toMatchObject({
      champion: { meanConfidence: null, outcomeCounts: { 10: 1, 20: 1 } },
      pairs: { agreements: 1, changes: [{ championOutcome: '20', challengerOutcome: '31', count: 1 }] },
    });
  });

  it('returns null if there is nothing to average', () => {
    expect(compare('shadow').report().champion).toEqual({
      id: 'v1',
      examples: 0,
      meanConfidence: null,
      unsure: 0,
      outcomeCounts: {},
      latencyMs: { p50: null, p95: null },
    });
  });
});
