import {
  epochResultSchema,
  ERROR_CODES,
  jobLogLineSchema,
  jobProgressSchema,
  LintelError,
  trainingInterruptionSchema,
  messageSchema,
} from '@lintel/contracts';
import { z } from 'zod';
import { traceCarrierSchema } from '@lintel/streams';

/** From the parent to the worker process, once that is ready. */
export const toChildSchema = z.object({
  type: z.literal('run'),
  /** The work to do, in a format that both sides know. */
  order: z.unknown(),
  attempt: z.int().min(1),
  trace: traceCarrierSchema,
  /** Earlier processes that crashed while doing the same work. */
  interruptions: z.array(trainingInterruptionSchema),
});
export type ToChild = z.infer<typeof toChildSchema>;

const lintelErrorSchema = z.object({
  code: z.enum(ERROR_CODES),
  problem: z.string(),
  message: messageSchema.optional(),
  expected: z.string().optional(),
  received: z.string().optional(),
  cure: z.string(),
  retryable: z.boolean(),
});
const otherErrorSchema = z.object({ name: z.string(), message: z.string(), stack: z.string().optional() });

/** From the worker process to its parent. The last message is a result or an error. */
export const fromChildSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('progress'), progress: jobProgressSchema }),
  z.object({ type: z.literal('epoch'), epoch: epochResultSchema }),
  z.object({ type: z.literal('log'), level: jobLogLineSchema.shape.level, text: z.string() }),
  z.object({ type: z.literal('show'), text: z.string() }),
  z.object({ type: z.literal('result'), result: z.record(z.string(), z.unknown()) }),
  z.object({ type: z.literal('error'), error: z.union([lintelErrorSchema, otherErrorSchema]) }),
]);
export type FromChild = z.infer<typeof fromChildSchema>;
type WireError = Extract<FromChild, { type: 'error' }>['error'];

/** A LintelError is transferred completely; other errors with name, message and stack. */
export function writeError(error: unknown): WireError {
  if (error instanceof LintelError) {
    const { code, problem, said, expected, received, cure, retryable } = error;
    return { code, problem, message: said, expected, received, cure, retryable };
  }
  if (error instanceof Error) return { name: error.name, message: error.message, stack: error.stack };
  return { name: 'Error', message: String(error) };
}

export function readError(wire: WireError): Error {
  if (!('code' in wire)) return Object.assign(new Error(wire.message), wire);
  const { code, message, expected, received, ...details } = wire;
  return new LintelError(code, {
    ...details,
    ...(message === undefined ? {} : { message }),
    ...(expected === undefined ? {} : { expected }),
    ...(received === undefined ? {} : { received }),
  });
}
