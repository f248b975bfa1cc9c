import { z } from 'zod';
import { personSchema } from '../person';
import { grantSchema } from './identity';
import { permissionSchema } from './permission';
import { signInNameSchema } from './session';

export const accountSchema = z.object({
  id: z.uuid(),
  signInName: z.string(),
  name: z.string(),
  grants: z.array(grantSchema),
  /** The account signs in through the identity provider and has no password here. */
  external: z.boolean(),
  disabled: z.boolean(),
  /** Null if the account is not locked. */
  lockedUntil: z.iso.datetime().nullable(),
  mustChangePassword: z.boolean(),
  createdAt: z.iso.datetime(),
  createdBy: z.string(),
  lastSignInAt: z.iso.datetime().nullable(),
});
export type Account = z.infer<typeof accountSchema>;
export const accountListSchema = z.object({ items: z.array(accountSchema) });

/** `POST /v1/accounts`: returns a password that is shown once and that the owner must change. */
export const newAccountSchema = z.object({
  signInName: signInNameSchema,
  name: personSchema,
  grants: z.array(grantSchema).max(50),
});
export type NewAccount = z.infer<typeof newAccountSchema>;
export const createdAccountSchema = z.object({ account: accountSchema, password: z.string() });

/** `PATCH /v1/accounts/{id}` */
export const accountChangeSchema = z.object({
  name: personSchema.optional(),
  grants: z.array(grantSchema).max(50).optional(),
  disabled: z.boolean().optional(),
});
export type AccountChange = z.infer<typeof accountChangeSchema>;

export const apiKeySchema = z.object({
  id: z.uuid(),
  name: z.string(),
  /** The first characters of the key, for recognising it. */
  prefix: z.string(),
  grants: z.array(grantSchema),
  scopes: z.array(permissionSchema),
  createdAt: z.iso.datetime(),
  createdBy: z.string(),
  expiresAt: z.iso.datetime().nullable(),
  /** Accurate to the minute. */
  lastUsedAt: z.iso.datetime().nullable(),
  revokedAt: z.iso.datetime().nullable(),
});
export type ApiKey = z.infer<typeof apiKeySchema>;
export const apiKeyListSchema = z.object({ items: z.array(apiKeySchema) });

/** `POST /v1/api-keys`: returns the key, which is shown once. Callers cannot grant more rights than they have. */
export const newApiKeySchema = z.object({
  name: personSchema,
  grants: z.array(grantSchema).min(1).max(50),
  scopes: z.array(permissionSchema).min(1),
  /** Days from now; null if the key never expires. */
  expiresInDays: z.int().min(1).max(3_650).nullable().default(365),
});
export type NewApiKey = z.infer<typeof newApiKeySchema>;
export const createdApiKeySchema = z.object({ apiKey: apiKeySchema, key: z.string() });
