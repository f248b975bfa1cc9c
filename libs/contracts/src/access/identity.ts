import { z } from 'zod';
import { personSchema } from '../person';
import { permissionSchema, roleSchema } from './permission';
import { EVERY_VERTICAL } from './verticals';

export const verticalNameSchema = z
  .string()
  .max(40)
  .regex(/^[a-z][a-z0-9-]*$/, 'lower-case letters, digits and hyphens');

/** A role in one vertical or in all of them. */
export const grantSchema = z.object({
  vertical: z.union([z.literal(EVERY_VERTICAL), verticalNameSchema]),
  role: roleSchema,
});
export type Grant = z.infer<typeof grantSchema>;

/** The caller: a person with an account, a machine with an API key, or a program of the platform itself. */
export const identitySchema = z.object({
  kind: z.enum(['person', 'machine', 'program']),
  /** Id of the account or the key; never reused. */
  id: z.string().min(1).max(100),
  /** Shown to people, and stored with every action. */
  name: personSchema,
  grants: z.array(grantSchema),
  /** API keys only: the subset of the granted permissions that the key may use. Null for all of them. */
  scopes: z.array(permissionSchema).nullable(),
});
export type Identity = z.infer<typeof identitySchema>;
