import { z } from 'zod';
import { ERROR_CODES } from './lintel-error';

/** An error on the wire: RFC 9457 problem details, with Lintel's code, cure and correlation id. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string().optional(),
  code: z.enum(ERROR_CODES),
  expected: z.string().optional(),
  received: z.string().optional(),
  cure: z.string(),
  correlationId: z.string(),
});
export type Problem = z.infer<typeof problemSchema>;
