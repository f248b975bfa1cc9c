import { z } from 'zod';
import { messageSchema } from './messages/message';
import { modelComparisonSchema } from './tasks/model-comparison';

export const gateReportSchema = z.object({
  passed: z.boolean(),
  decidedAt: z.iso.datetime(),
  /** The version it was compared with; null if there was no champion. */
  championId: z.string().nullable(),
  gates: z.array(
    z.object({
      /** `better-than-champion`, `parity`, `same-test-set`, or a gate of the task. */
      name: z.string(),
      passed: z.boolean(),
      expected: z.string(),
      received: z.string(),
      /** In words that a domain expert understands. */
      reason: z.string(),
      /** The three texts as translatable messages; absent in reports created before messages existed. */
      messages: z
        .object({
          expected: z.array(messageSchema),
          received: z.array(messageSchema),
          reason: z.array(messageSchema),
        })
        .optional(),
    }),
  ),
  comparison: modelComparisonSchema.nullable(),
});
export type GateReport = z.infer<typeof gateReportSchema>;
