import { z } from 'zod';

const count = (preset: number, description: string, least = 1) =>
  z.coerce.number().int().min(least).default(preset).describe(description);

/** Limits of a service. Ordinary use does not reach the defaults. */
export const limitsConfig = {
  RATE_LIMIT_PER_MINUTE: count(20_000, 'Requests per minute from one person, key or, if no one is signed in, address.'),
  REFUSED_SIGN_INS_PER_MINUTE: count(10, 'Refused sign-ins per minute from one address.'),
  REQUEST_TIMEOUT_MS: count(60_000, 'Maximum time for receiving a request, milliseconds.'),
  ANSWER_TIMEOUT_MS: count(30_000, 'Maximum time for answering a received request, milliseconds.'),
  MAX_CONCURRENT_REQUESTS: count(500, 'Maximum concurrent requests of all callers.'),
  MAX_LIVE_STREAMS: count(30, 'Maximum open live streams of one person or key.'),
  MAX_INFERENCE_BYTES: count(16 * 2 ** 20, 'Maximum bytes of one request of the inference protocol.'),
  TRUST_PROXY: z
    .string()
    .regex(/^(\d{1,2}|[^\s,]+(\s*,\s*[^\s,]+)*)$/, 'a number of proxies, or their addresses')
    .refine((text) => !['true', '*'].includes(text), 'If every proxy is trusted, every client can choose its address.')
    .describe('Trusted proxies (X-Forwarded-For): their number, or their addresses and networks.')
    .optional(),
};

export type Limits = z.infer<z.ZodObject<typeof limitsConfig>>;

/** Fills in the defaults. */
export function limitsOf(config: object): Limits {
  return z.object(limitsConfig).parse(config);
}
