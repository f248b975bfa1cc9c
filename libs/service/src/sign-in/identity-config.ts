import { grantSchema } from '@lintel/contracts';
import { type SessionLimits } from '@lintel/data';
import { z } from 'zod';
import { secret } from '../config/secret';

const MINUTE_MS = 60_000;

const groupGrants = z
  .string()
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      context.addIssue({ code: 'custom', message: 'is not JSON' });
      return z.NEVER;
    }
  })
  .pipe(z.record(z.string(), z.array(grantSchema)));

/** How people sign in to an app; all variables are optional. Sessions are valid in all apps that share a database. */
export const identityConfig = {
  SESSION_COOKIE_DOMAIN: z
    .string()
    .describe('Domain whose hosts share one sign-in: example.com. Absent: the host of the app alone.')
    .optional(),
  SESSION_HOURS: z.coerce.number().min(0.01).max(720).describe('Longest life of a sign-in, hours (12).').optional(),
  SESSION_IDLE_MINUTES: z.coerce
    .number()
    .min(1)
    .max(43_200)
    .describe('Minutes without a request after which a sign-in ends (60).')
    .optional(),
  OIDC_ISSUER: z
    .url({ protocol: /^https?$/ })
    .describe('Identity provider (OpenID Connect). Absent: people sign in with a password alone.')
    .optional(),
  OIDC_CLIENT_ID: z.string().describe('As which the app is known to the identity provider.').optional(),
  OIDC_CLIENT_SECRET: secret(z.string()).describe('Absent: a public client, with PKCE alone.').optional(),
  OIDC_NAME: z.string().max(60).describe('Of the identity provider, on the sign-in page.').optional(),
  OIDC_GROUPS_CLAIM: z.string().describe('Claim that names the groups of a person (groups).').optional(),
  OIDC_GROUP_GRANTS: groupGrants
    .describe('JSON: what each group may do, {"shop-staff":[{"vertical":"ecommerce","role":"operator"}]}.')
    .optional(),
};

export type IdentityConfig = z.infer<z.ZodObject<typeof identityConfig>>;

export function sessionLimitsOf({ SESSION_HOURS, SESSION_IDLE_MINUTES }: IdentityConfig): SessionLimits {
  return {
    ...(SESSION_HOURS === undefined ? {} : { absoluteMs: SESSION_HOURS * 60 * MINUTE_MS }),
    ...(SESSION_IDLE_MINUTES === undefined ? {} : { idleMs: SESSION_IDLE_MINUTES * MINUTE_MS }),
  };
}
