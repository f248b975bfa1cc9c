import { z } from 'zod';

const count = (preset: number, description: string, least = 1) =>
  z.coerce.number().int().min(least).default(preset).describe(description);

/** Limits of a service. Ordinary use does not reach the defaults. */
export const limitsConfig = {
  RATE_LIMIT_PER_MINUTE: count(20_000, 'Requests a minute of one person, key or, where nobody is signed in, address.'),
  REFUSED_SIGN_INS_PER_MINUTE: count(10, 'Refused sign-ins a minute from one address.'),
  REQUEST_TIMEOUT_MS: count(60_000, 'How long a request may take to arrive, milliseconds.'),
  ANSWER_TIMEOUT_MS: count(30_000, 'How long an answer may take once the request is there, milliseconds.'),
  MAX_CONCURRENT_REQUESTS: count(500, 'Requests under way at a time, of all callers together.'),
  MAX_LIVE_STREAMS: count(30, 'Live streams open at a time of one person or key.'),
  MAX_INFERENCE_BYTES: count(16 * 2 ** 20, 'Most bytes of one request of the inference protocol.'),
  TRUST_PROXY: z
    .string()
    .regex(/^(\d{1,2}|[^\s,]+(\s*,\s*[^\s,]+)*)$/, 'a number of proxies, or their addresses')
    .refine((text) => !['true', '*'].includes(text), 'Trusting everybody lets everybody choose their address.')
    .describe('Proxies before the service whose X-Forwarded-For counts: how many, or their addresses and networks.')
    .optional(),
};

export type Limits = z.infer<z.ZodObject<typeof limitsConfig>>;

/** Fills in the defaults. */
export function limitsOf(config: object): Limits {
  return z.object(limitsConfig).parse(config);
}
