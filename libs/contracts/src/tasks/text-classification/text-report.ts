import { z } from 'zod';
import { estimateSchema } from '../estimate';
import { type Headline } from '../headline';
import { evaluationProtocolSchema } from '../tabular/metric-report';
import { TEXT_METRICS, type TextMetric } from './metrics';

const share = z.number().min(0).max(1);

/** The evaluation of a model of texts. */
export const textReportSchema = z.object({
  /** Texts that were tested. */
  examples: z.int().min(1),
  protocol: evaluationProtocolSchema,
  /**
   * With 95 % bootstrap intervals, by group if there are groups. `accuracy`: the share of texts whose class, or whose
   * labels without exception, are right. `f1`: of the second of two classes. `auc` and `averagePrecision`: of the second
   * of two classes, or the mean over the labels that some texts have and others do not.
   */
  metrics: z.object({
    macroF1: estimateSchema,
    microF1: estimateSchema,
    accuracy: estimateSchema,
    f1: estimateSchema.optional(),
    auc: estimateSchema.optional(),
    averagePrecision: estimateSchema.optional(),
  } satisfies Record<TextMetric, z.ZodType>),
  classes: z.array(
    z.object({ className: z.string(), support: z.int().min(0), precision: share, recall: share, f1: share }),
  ),
});
export type TextReport = z.infer<typeof textReportSchema>;

export function textHeadlines({ metrics }: TextReport): Headline[] {
  return TEXT_METRICS.flatMap((key): Headline[] => {
    const estimate = metrics[key];
    if (estimate === undefined) return [];
    const { value, low, high } = estimate;
    return [{ key, value, interval: { low, high }, unit: 'share', better: 'higher' }];
  });
}
