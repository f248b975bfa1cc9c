import { execFileSync } from 'node:child_process';
import { describeWithData, exampleFile } from '../tables/testing/describe-with-data';
import { bestNabThreshold, NAB_PROFILES, type NabProfile, nabScore, normaliseNab, probationRows } from './nab-score';

const { standard } = NAB_PROFILES;
const flat = (rows: number, alarms: Readonly<Record<number, number>>): Float64Array => {
  const scores = new Float64Array(rows);
  for (const [row, score] of Object.entries(alarms)) scores[Number(row)] = score;
  return scores;
};

describe('the score of alarms', () => {
  const windows = [[50, 59]] as const;
  it('is 100 for an alarm at the beginning of each window, and 0 without any alarm', () => {
    expect(nabScore([{ scores: flat(100, { 50: 1 }), windows }], 0.5, standard)).toMatchObject({
      ...{ raw: 1, normalised: 100, found: 1, windows: 1, falseAlarms: 0 },
    });
    expect(nabScore([{ scores: flat(100, {}), windows }], 0.5, standard).normalised).toBe(0);
  });

  it('counts the earliest alarm of a window only, and a false one less shortly after a window', () => {
    const scoreOf = (alarms: Readonly<Record<number, number>>): number =>
      nabScore([{ scores: flat(100, alarms), windows }], 0.5, standard).raw;
    expect(scoreOf({ 52: 1, 55: 1, 58: 1 })).toBe(scoreOf({ 52: 1 }));
    expect(scoreOf({ 55: 1 })).toBeLessThan(scoreOf({ 52: 1 }));
    expect(scoreOf({ 30: 1 })).toBeCloseTo(-1 - 0.11, 12);
    // One row after a window of ten: 0.11 (2 / (1 + exp(5 / 9)) - 1).
    expect(scoreOf({ 60: 1 })).toBeCloseTo(-1 + 0.11 * (2 / (1 + Math.exp(5 / 9)) - 1), 12);
    expect(scoreOf({ 95: 1 })).toBeCloseTo(-1 - 0.11, 12);
  });

  it('leaves out the first rows, from which a detector learns', () => {
    expect([100, 10_320].map(probationRows)).toEqual([15, 750]);
    expect(nabScore([{ scores: flat(100, { 3: 1 }), windows }], 0.5, standard).falseAlarms).toBe(0);
  });

  it('finds the threshold with the highest score', () => {
    const scores = flat(100, { 20: 0.6, 30: 0.6, 50: 0.9, 70: 0.95 });
    expect(bestNabThreshold([{ scores, windows }], standard)).toMatchObject({
      threshold: 0.9,
      found: 1,
      falseAlarms: 1,
    });
    expect(bestNabThreshold([{ scores, windows: [] }], standard)).toMatchObject({
      threshold: Infinity,
      normalised: null,
    });
  });

  it.each([
    [[[50, 100]]],
    [[[59, 50]]],
    [
      [
        [10, 20],
        [20, 30],
      ],
    ],
  ] as [[number, number][]][])('refuses the windows %j', (wrong) => {
    expect(() => nabScore([{ scores: flat(100, {}), windows: wrong }], 0.5, standard)).toThrow(/window/);
  });
});

interface Published {
  readonly threshold: number;
  readonly score: number;
  readonly tp?: number;
  readonly fp: number;
}
interface Expected {
  readonly windows: Readonly<Record<string, [string, string][]>>;
  readonly files: Readonly<
    Record<
      string,
      {
        readonly published: Readonly<Record<string, Published>>;
        readonly other_thresholds_standard: Readonly<Record<string, Published>>;
        readonly best_standard: Published;
      }
    >
  >;
  readonly recomputed_whole_corpus_raw: Readonly<Record<string, number>>;
  readonly published_final_results: Readonly<Record<string, number>>;
}

describeWithData('the published results of the windowed Gaussian detector', ['nab-scorer.tar.gz'], () => {
  const THEIR_NAMES: readonly (readonly [string, NabProfile])[] = [
    ['standard', standard],
    ['reward_low_FP_rate', NAB_PROFILES['few-false-alarms']],
    ['reward_low_FN_rate', NAB_PROFILES['few-missed']],
  ];
  const member = (name: string): string =>
    execFileSync('tar', ['-xzO', `nab-scorer/${name}`], { input: exampleFile('nab-scorer.tar.gz') }).toString();
  let expected: Expected;
  beforeAll(() => {
    expected = JSON.parse(member('expected.json')) as Expected;
  });
  const seriesOf = (file: string) => {
    const text = member(`results/windowedGaussian_${file.split('/')[1]}`);
    const rows = text
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(','));
    const rowOf = (time: string): number => rows.findIndex(([stamp]) => stamp === time.slice(0, 19));
    const windows = expected.windows[file]!.map(([first, last]) => [rowOf(first), rowOf(last)] as const);
    return { scores: rows.map((cells) => Number(cells[2])), windows };
  };

  it.each([
    'realKnownCause/ec2_request_latency_system_failure.csv',
    'realKnownCause/nyc_taxi.csv',
    'realKnownCause/rogue_agent_key_updown.csv',
  ])('%s has the published score in every profile, to 1e-6', (file) => {
    const results = expected.files[file]!;
    const series = [seriesOf(file)];
    for (const [name, profile] of THEIR_NAMES) {
      const { threshold, score, fp } = results.published[name]!;
      const own = nabScore(series, threshold, profile);
      expect([Math.abs(own.raw - score) < 1e-6, own.falseAlarms]).toEqual([true, fp]);
    }
    for (const [threshold, { score, fp }] of Object.entries(results.other_thresholds_standard)) {
      const own = nabScore(series, Number(threshold), standard);
      expect([Math.abs(own.raw - score) < 1e-6, own.falseAlarms]).toEqual([true, fp]);
    }
    const best = bestNabThreshold(series, standard);
    expect(Math.abs(best.raw - results.best_standard.score)).toBeLessThan(1e-6);
    expect(best.threshold).toBeCloseTo(results.best_standard.threshold, 9);
  });

  it('the raw scores of the whole benchmark normalise to its published results, to 1e-6', () => {
    const all = JSON.parse(member('combined_windows.json')) as Expected['windows'];
    const windows = Object.values(all).reduce((sum, list) => sum + list.length, 0);
    for (const [name, profile] of THEIR_NAMES) {
      const own = normaliseNab(expected.recomputed_whole_corpus_raw[name]!, windows, profile);
      expect(Math.abs(own - expected.published_final_results[name]!)).toBeLessThan(1e-6);
    }
  });
});
