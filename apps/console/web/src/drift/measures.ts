import { type DriftReport, type DriftStatus } from '@lintel/contracts';

/** A value that is compared with the reference. */
export interface Measure {
  /** `feature/brightness`, `outcome` or `confidence`: unlike the name of a feature, these keys are unique. */
  readonly key: string;
  readonly kind: 'feature' | 'outcome' | 'confidence';
  /** Name of the feature, for a feature. */
  readonly name: string | null;
  readonly status: DriftStatus;
  readonly psi: number | null;
  /** Kolmogorov-Smirnov statistic; null if the value isn't numeric, or nothing was seen. */
  readonly ks: { readonly statistic: number; readonly pValue: number } | null;
  /** P-value of the Kolmogorov-Smirnov or, for categories, the chi-squared test. */
  readonly pValue: number | null;
  readonly mean: number | null;
  readonly referenceMean: number | null;
}

const SEVERITY: readonly DriftStatus[] = ['drift', 'watch', 'stable', 'unknown'];

/** All measures of a window: the answers, the confidence, then the features. */
export function measuresOf({ outcome, confidence, features }: DriftReport): Measure[] {
  return [
    {
      key: 'outcome',
      kind: 'outcome',
      name: null,
      status: outcome.status,
      psi: outcome.psi,
      ks: outcome.kind === 'number' ? outcome.ks : null,
      pValue: outcome.kind === 'number' ? (outcome.ks?.pValue ?? null) : outcome.pValue,
      mean: outcome.kind === 'number' ? outcome.mean : null,
      referenceMean: outcome.kind === 'number' ? outcome.referenceMean : null,
    },
    ...(confidence === null
      ? []
      : [
          {
            ...confidence,
            key: 'confidence',
            kind: 'confidence' as const,
            name: null,
            pValue: confidence.ks?.pValue ?? null,
          },
        ]),
    ...features.map((feature) => ({
      ...feature,
      key: `feature/${feature.name}`,
      kind: 'feature' as const,
      pValue: feature.ks?.pValue ?? null,
    })),
  ];
}

/** The worst first; equal ones keep their order. */
export function bySeverity(measures: readonly Measure[]): Measure[] {
  return [...measures].sort((one, other) => SEVERITY.indexOf(one.status) - SEVERITY.indexOf(other.status));
}

/** A measure's stability index over time; null for windows without values. */
export function psiOverTime(reports: readonly DriftReport[], key: string): (number | null)[] {
  return reports.map((report) => measuresOf(report).find((measure) => measure.key === key)?.psi ?? null);
}
