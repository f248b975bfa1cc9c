import { type DriftReport, type DriftStatus } from '@lintel/contracts';

/** One thing that is set beside the reference. */
export interface Measure {
  /** `feature/brightness`, `predictions` or `confidence`: unlike a feature's name, none of them is taken twice. */
  readonly key: string;
  readonly kind: 'feature' | 'predictions' | 'confidence';
  /** Of a feature. */
  readonly name: string | null;
  readonly status: DriftStatus;
  readonly psi: number | null;
  /** Kolmogorov-Smirnov; null where it isn't a number, or nothing was seen. */
  readonly ks: { readonly statistic: number; readonly pValue: number } | null;
  /** Of the Kolmogorov-Smirnov or, for classes, the chi-squared test. */
  readonly pValue: number | null;
  readonly mean: number | null;
  readonly referenceMean: number | null;
}

const SEVERITY: readonly DriftStatus[] = ['drift', 'watch', 'stable', 'unknown'];

/** All measures of a window: what the model answers, how sure it is, then what it sees. */
export function measuresOf({ predictions, confidence, features }: DriftReport): Measure[] {
  return [
    {
      key: 'predictions',
      kind: 'predictions',
      name: null,
      status: predictions.status,
      psi: predictions.psi,
      ks: null,
      pValue: predictions.pValue,
      mean: null,
      referenceMean: null,
    },
    { key: 'confidence', kind: 'confidence', name: null, ...confidence, pValue: confidence.ks?.pValue ?? null },
    ...features.map((feature) => ({
      ...feature,
      key: `feature/${feature.name}`,
      kind: 'feature' as const,
      pValue: feature.ks?.pValue ?? null,
    })),
  ];
}

/** The worst first; equals keep their order. */
export function bySeverity(measures: readonly Measure[]): Measure[] {
  return [...measures].sort((one, other) => SEVERITY.indexOf(one.status) - SEVERITY.indexOf(other.status));
}

/** How a measure's stability index went; null for windows without values. */
export function psiOverTime(reports: readonly DriftReport[], key: string): (number | null)[] {
  return reports.map((report) => measuresOf(report).find((measure) => measure.key === key)?.psi ?? null);
}
