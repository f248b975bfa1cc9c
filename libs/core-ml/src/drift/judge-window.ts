import {
  DRIFT_SAMPLE_SIZE,
  type Distribution,
  type DriftOutcomeReport,
  type DriftPolicy,
  type DriftReference,
  type DriftReport,
  type DriftStatus,
} from '@lintel/contracts';
import { quantileOf } from '../numbers/quantile';
import { chiSquaredP } from './chi-squared';
import { binCounts } from './distribution';
import { kolmogorovSmirnov } from './kolmogorov-smirnov';
import { populationStabilityIndex } from './psi';
import { type DriftWindow } from './window';

/** In order of increasing severity. */
const SEVERITY: readonly DriftStatus[] = ['unknown', 'stable', 'watch', 'drift'];

/**
 * Compares a window with the reference. A difference counts if it is large (population stability index) and significant
 * (Kolmogorov-Smirnov; chi-squared for categories). The first alone raises false alarms on few examples, the second on
 * many.
 */
export function judgeWindow(window: DriftWindow, reference: DriftReference, policy: DriftPolicy): DriftReport {
  const { examples, unsure, confident, confidenceSum, categories, sample } = window.toJSON();
  const enough = examples >= policy.minimumExamples;
  const features = reference.features.map(({ name, ...distribution }) => {
    return { name, ...judgeValues(known(sample.features[name] ?? []), distribution, enough, policy) };
  });
  const outcome: DriftOutcomeReport =
    reference.outcome.kind === 'category'
      ? judgeCategories(categories, reference.outcome.counts, enough, policy)
      : { kind: 'number', ...judgeValues(known(sample.outcome), reference.outcome.distribution, enough, policy) };
  const confidence = reference.confidence && {
    ...judgeValues(known(sample.confidence), reference.confidence, enough, policy),
    // The mean of all examples, not of the sample.
    mean: confident === 0 ? null : confidenceSum / confident,
  };
  const latencies = [...sample.latencyMs].sort(ascending);
  const statuses = [...features, outcome, ...(confidence ? [confidence] : [])].map(({ status }) => status);
  return {
    examples,
    enough,
    features,
    outcome,
    confidence,
    latency: latencies.length === 0 ? null : { p50Ms: quantileOf(latencies, 0.5), p95Ms: quantileOf(latencies, 0.95) },
    unsureShare: examples === 0 ? 0 : unsure / examples,
    status: SEVERITY[Math.max(...statuses.map((status) => SEVERITY.indexOf(status)))]!,
  };
}

const known = (values: readonly (number | null)[]): number[] => values.filter((value) => value !== null);

type Judged = NonNullable<DriftReport['confidence']>;

/** A feature with too few examples is not judged. */
function judgeValues(values: readonly number[], reference: Distribution, enough: boolean, policy: DriftPolicy): Judged {
  if (values.length === 0) {
    return { psi: null, ks: null, mean: null, referenceMean: reference.mean, status: 'unknown' };
  }
  const psi = populationStabilityIndex(reference.counts, binCounts(values, reference.edges));
  const ks = kolmogorovSmirnov(reference.sample, [...values].sort(ascending));
  const judged = enough && values.length >= Math.min(policy.minimumExamples, SAMPLE_IS_ENOUGH);
  return {
    psi,
    ks,
    mean: values.reduce((sum, value) => sum + value, 0) / values.length,
    referenceMean: reference.mean,
    status: judged ? statusOf(psi, ks.pValue, policy) : 'unknown',
  };
}

/** A policy can require more examples than a sample keeps. */
const SAMPLE_IS_ENOUGH = DRIFT_SAMPLE_SIZE / 4;

function judgeCategories(
  observed: Readonly<Record<string, number>>,
  reference: readonly { readonly name: string; readonly count: number }[],
  enough: boolean,
  policy: DriftPolicy,
): DriftOutcomeReport {
  const before = new Map(reference.map(({ name, count }) => [name, count]));
  const names = [...new Set([...before.keys(), ...Object.keys(observed)])];
  const now = new Map(Object.entries(observed));
  const counts = names.map((name) => now.get(name) ?? 0);
  const referenceCounts = names.map((name) => before.get(name) ?? 0);
  const [total, referenceTotal] = [counts, referenceCounts].map((all) => all.reduce((sum, count) => sum + count, 0));
  const psi = total === 0 ? null : populationStabilityIndex(referenceCounts, counts);
  const pValue = total === 0 ? null : chiSquaredP(referenceCounts, counts);
  return {
    kind: 'category',
    psi,
    pValue,
    categories: names.map((name, index) => ({
      name,
      count: counts[index]!,
      share: counts[index]! / Math.max(1, total!),
      referenceShare: referenceCounts[index]! / Math.max(1, referenceTotal!),
    })),
    status: enough && psi !== null && pValue !== null ? statusOf(psi, pValue, policy) : 'unknown',
  };
}

function statusOf(psi: number, pValue: number, { watchFrom, driftFrom, significance }: DriftPolicy): DriftStatus {
  if (pValue > significance || psi < watchFrom) return 'stable';
  return psi >= driftFrom ? 'drift' : 'watch';
}

const ascending = (one: number, other: number): number => one - other;
