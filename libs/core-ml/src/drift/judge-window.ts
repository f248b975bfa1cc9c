import {
  DRIFT_SAMPLE_SIZE,
  type Distribution,
  type DriftPolicy,
  type DriftReference,
  type DriftReport,
  type DriftStatus,
} from '@lintel/contracts';
import { chiSquaredP } from './chi-squared';
import { binCounts, quantileOf } from './distribution';
import { kolmogorovSmirnov } from './kolmogorov-smirnov';
import { populationStabilityIndex } from './psi';
import { type DriftWindow } from './window';

/** In order of increasing severity. */
const SEVERITY: readonly DriftStatus[] = ['unknown', 'stable', 'watch', 'drift'];

/**
 * Compares a window with the reference. A difference counts if it is large (population stability index) and significant
 * (Kolmogorov-Smirnov; chi-squared for classes). The first alone raises false alarms on few examples, the second on
 * many.
 */
export function judgeWindow(window: DriftWindow, reference: DriftReference, policy: DriftPolicy): DriftReport {
  const { examples, unsure, confidenceSum, classes, sample } = window.toJSON();
  const enough = examples >= policy.minimumExamples;
  const features = reference.features.map(({ name, ...distribution }) => {
    const values = (sample.features[name] ?? []).filter((value) => value !== null);
    return { name, ...judgeValues(values, distribution, enough, policy) };
  });
  const predictions = judgePredictions(classes, reference.classes, enough, policy);
  const confidence = {
    ...judgeValues(sample.confidence, reference.confidence, enough, policy),
    // The mean of all examples, not of the sample.
    mean: examples === 0 ? null : confidenceSum / examples,
  };
  const latencies = [...sample.latencyMs].sort(ascending);
  const statuses = [...features, predictions, confidence].map(({ status }) => status);
  return {
    examples,
    enough,
    features,
    predictions,
    confidence,
    latency: latencies.length === 0 ? null : { p50Ms: quantileOf(latencies, 0.5), p95Ms: quantileOf(latencies, 0.95) },
    unsureShare: examples === 0 ? 0 : unsure / examples,
    status: SEVERITY[Math.max(...statuses.map((status) => SEVERITY.indexOf(status)))]!,
  };
}

type Judged = DriftReport['confidence'];

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

function judgePredictions(
  observed: Readonly<Record<string, number>>,
  reference: DriftReference['classes'],
  enough: boolean,
  policy: DriftPolicy,
): DriftReport['predictions'] {
  const before = new Map(reference.map(({ className, count }) => [className, count]));
  const names = [...new Set([...before.keys(), ...Object.keys(observed)])];
  const now = new Map(Object.entries(observed));
  const counts = names.map((name) => now.get(name) ?? 0);
  const referenceCounts = names.map((name) => before.get(name) ?? 0);
  const [total, referenceTotal] = [counts, referenceCounts].map((all) => all.reduce((sum, count) => sum + count, 0));
  const psi = total === 0 ? null : populationStabilityIndex(referenceCounts, counts);
  const pValue = total === 0 ? null : chiSquaredP(referenceCounts, counts);
  return {
    psi,
    pValue,
    classes: names.map((className, index) => ({
      className,
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
