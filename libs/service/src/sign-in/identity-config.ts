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
    .describe('Domain whose hosts share one sign-in: example.com. Default: only the host of the app.')
    .optional(),
  SESSION_HOURS: z.coerce.number().min(0.01).max(720).describe('Maximum duration of a sign-in, hours (12).').optional(),
  SESSION_IDLE_MINUTES: z.coerce
    .number()
    .min(1)
    .max(43_200)
    .describe('Minutes without a request after which a sign-in ends (60).')
    .optional(),
  OIDC_ISSUER: z
    .url({ protocol: /^https?$/ })
    .describe('Issuer URL of the identity provider (OpenID Connect). If unset, people sign in only with a password.')
    .optional(),
  OIDC_CLIENT_ID: z.string().describe('Client id of the app at the identity provider.').optional(),
  OIDC_CLIENT_SECRET: secret(z.string())
    .describe('Client secret. If unset, the app is a public client and uses only PKCE.')
    .optional(),
  OIDC_NAME: z.string().max(60).describe('Name of the identity provider on the sign-in page.').optional(),
  OIDC_GROUPS_CLAIM: z.string().describe('Claim with the groups of a person (groups).').optional(),
  OIDC_GROUP_GRANTS: groupGrants
    .describe('JSON: the roles of each group, {"shop-staff":[{"vertical":"ecommerce","role":"operator"}]}.')
    .optional(),
};

export type IdentityConfig = z.infer<z.ZodObject<typeof identityConfig>>;

export function sessionLimitsOf({ SESSION_HOURS, SESSION_IDLE_MINUTES }: IdentityConfig): SessionLimits {
  return {
    ...(SESSION_HOURS === undefined ? {} : { absoluteMs: SESSION_HOURS * 60 * MINUTE_MS }),
    ...(SESSION_IDLE_MINUTES === undefined ? {} : { idleMs: SESSION_IDLE_MINUTES * MINUTE_MS }),
  };
}
