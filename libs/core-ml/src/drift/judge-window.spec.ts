import {
  createRandom,
  driftPolicySchema,
  driftReportSchema,
  type DriftReference,
  type Random,
} from '@lintel/contracts';
import { distributionOf } from './distribution';
import { judgeWindow } from './judge-window';
import { DriftWindow } from './window';

const policy = driftPolicySchema.parse({});
const classes = ['cup', 'shoe', 'coat'];

interface World {
  /** Mean brightness, in reference 0.5 with a standard deviation of 0.1. */
  readonly brightness?: number;
  readonly confidence?: number;
  /** Relative frequencies. */
  readonly mix?: readonly [number, number, number];
}

const answer = (random: Random, { brightness = 0.5, confidence = 0.8, mix = [1, 1, 1] }: World) => {
  const draw = random.next() * (mix[0] + mix[1] + mix[2]);
  return {
    outcome: classes[draw < mix[0] ? 0 : draw < mix[0] + mix[1] ? 1 : 2]!,
    confidence: Math.min(1, Math.max(0, confidence + 0.1 * random.normal())),
    features: { brightness: brightness + 0.1 * random.normal(), constant: 0 },
  };
};

function referenceOf(examples = 3000): DriftReference {
  const random = createRandom(1, 'reference');
  const answers = Array.from({ length: examples }, () => answer(random, {}));
  return {
    features: (['brightness', 'constant'] as const).map((name) => ({
      name,
      ...distributionOf(answers.map(({ features }) => features[name])),
    })),
    confidence: distributionOf(answers.map(({ confidence }) => confidence)),
    outcome: {
      kind: 'category',
      counts: classes.map((name) => ({ name, count: answers.filter(({ outcome }) => outcome === name).length })),
    },
  };
}

function windowOf(examples: number, world: World = {}, seed = 1): DriftWindow {
  const random = createRandom(seed, 'window');
  const window = new DriftWindow(seed);
  for (let at = 0; at < examples; at++) {
    window.add({ ...answer(random, world), latencyMs: 1 + (at % 100), unsure: at % 4 === 0 });
  }
  return window;
}

const reference = referenceOf();

describe('judgeWindow', () => {
  it('reports stable if nothing has changed', () => {
    const report = judgeWindow(windowOf(1000), reference, policy);
    expect(report).toMatchObject({
      examples: 1000,
      enough: true,
      status: 'stable',
      features: [
        { name: 'brightness', status: 'stable' },
        { name: 'constant', status: 'stable', ks: { statistic: 0 } },
      ],
      outcome: { kind: 'category', status: 'stable' },
      confidence: { status: 'stable' },
      unsureShare: 0.25,
    });
    expect(report.confidence!.mean).toBeCloseTo(report.confidence!.referenceMean, 1);
    expect(report.latency!.p50Ms).toBeGreaterThan(40);
    expect(report.latency!.p95Ms).toBeGreaterThan(report.latency!.p50Ms + 30);
    expect(driftReportSchema.parse(report)).toEqual(report);
  });

  it.each<[string, World, (report: ReturnType<typeof judgeWindow>) => string]>([
    ['darker pictures', { brightness: 0.42 }, ({ features }) => features[0]!.status],
    ['less sure answers', { confidence: 0.7 }, ({ confidence }) => confidence!.status],
    ['another mix of classes', { mix: [6, 1, 1] }, ({ outcome }) => outcome.status],
  ])('finds %s, and nothing else', (_, world, statusOf) => {
    const report = judgeWindow(windowOf(1000, world), reference, policy);
    expect(statusOf(report)).toBe('drift');
    expect(report.status).toBe('drift');
    const statuses = [...report.features, report.outcome, report.confidence!].map(({ status }) => status);
    expect(statuses.filter((status) => status !== 'stable')).toEqual(['drift']);
  });

  it('reports watch for a moderate difference', () => {
    const report = judgeWindow(windowOf(1000, { brightness: 0.54 }), reference, policy);
    expect(report.features[0]).toMatchObject({ name: 'brightness', status: 'watch' });
    expect(report.status).toBe('watch');
  });

  it('detects a change in a feature that was constant', () => {
    for (const constant of [-0.01, 0.01]) {
      const moved = new DriftWindow(1);
      for (let at = 0; at < 200; at++) {
        const features = { brightness: 0.5, constant };
        moved.add({ outcome: 'cup', confidence: 0.8, latencyMs: 1, unsure: false, features });
      }
      expect(judgeWindow(moved, reference, policy).features[1]!.status).toBe('drift');
    }
  });

  it('reports unknown for too few examples', () => {
    const few = judgeWindow(windowOf(99, { brightness: 0.1, mix: [1, 0, 0] }), reference, policy);
    expect(few).toMatchObject({ enough: false, status: 'unknown', outcome: { status: 'unknown' } });
    expect(few.features[0]!.psi).toBeGreaterThan(0.25);
    const none = judgeWindow(new DriftWindow(1), reference, policy);
    expect(none).toMatchObject({ examples: 0, status: 'unknown', latency: null, confidence: { psi: null, ks: null } });
    expect(driftReportSchema.parse(none)).toEqual(none);
  });

  it('waits for the number of examples in the policy, even if it exceeds the sample size', () => {
    const patient = { ...policy, minimumExamples: 1000 };
    expect(judgeWindow(windowOf(999, { brightness: 0.1 }), reference, patient).features[0]!.status).toBe('unknown');
    expect(judgeWindow(windowOf(1000, { brightness: 0.1 }), reference, patient).features[0]!.status).toBe('drift');
  });

  it('does not judge a feature that was not measured', () => {
    const window = new DriftWindow(1);
    for (let at = 0; at < 300; at++) {
      window.add({ outcome: 'cup', confidence: 0.8, latencyMs: 1, unsure: false, features: {} });
    }
    const { features } = judgeWindow(window, reference, policy);
    expect(features).toMatchObject([{ psi: null, status: 'unknown' }, { status: 'unknown' }]);
  });

  it('counts a class that the reference has never seen', () => {
    const window = windowOf(300);
    for (let at = 0; at < 100; at++) {
      window.add({ outcome: 'hat', confidence: 0.8, latencyMs: 1, unsure: false, features: {} });
    }
    const { outcome } = judgeWindow(window, reference, policy);
    const seen = outcome.kind === 'category' ? outcome.categories : [];
    expect(seen.at(-1)).toEqual({ name: 'hat', count: 100, share: 0.25, referenceShare: 0 });
    expect(outcome.status).toBe('drift');
  });

  it('finds a change of answers that are numbers, of a model without confidence', () => {
    const random = createRandom(3);
    const values = (mean: number) => Array.from({ length: 600 }, () => mean + random.normal());
    const numeric: DriftReference = {
      features: [],
      confidence: null,
      outcome: { kind: 'number', distribution: distributionOf(values(20)) },
    };
    const answers = (mean: number): DriftWindow => {
      const window = new DriftWindow(1);
      for (const outcome of values(mean)) {
        window.add({ outcome, confidence: null, latencyMs: 1, unsure: false, features: {} });
      }
      return DriftWindow.fromJSON(JSON.parse(JSON.stringify(window)));
    };
    const same = judgeWindow(answers(20), numeric, policy);
    expect(same).toMatchObject({ status: 'stable', confidence: null, outcome: { kind: 'number', status: 'stable' } });
    expect(driftReportSchema.parse(same)).toEqual(same);
    expect(judgeWindow(answers(21), numeric, policy)).toMatchObject({ status: 'drift', outcome: { status: 'drift' } });
  });

  it('rarely alarms without cause, even on the fewest examples that it judges', () => {
    const alarms = Array.from({ length: 300 }, (_, seed) => judgeWindow(windowOf(100, {}, seed), reference, policy));
    expect(alarms.filter(({ status }) => status !== 'stable').length).toBeLessThanOrEqual(3);
  });
});
