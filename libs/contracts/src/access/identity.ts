import { z } from 'zod';
import { personSchema } from '../person';
import { permissionSchema, roleSchema } from './permission';
import { EVERY_VERTICAL } from './verticals';

export const verticalNameSchema = z
  .string()
  .max(40)
  .regex(/^[a-z][a-z0-9-]*$/, 'lower-case letters, digits and hyphens');

/** A role, in one vertical or in all of them. */
export const grantSchema = z.object({
  vertical: z.union([z.literal(EVERY_VERTICAL), verticalNameSchema]),
  role: roleSchema,
});
export type Grant = z.infer<typeof grantSchema>;

/** Who asks: a person with an account, a machine with an API key, or a program of the platform itself. */
export const identitySchema = z.object({
  kind: z.enum(['person', 'machine', 'program']),
  /** Of the account or the key; never used again for another. */
  id: z.string().min(1).max(100),
  /** Shown, and kept with what was done. */
  name: personSchema,
  grants: z.array(grantSchema),
  /** Of an API key: what it may do of what its grants allow. Null: all of it. */
  scopes: z.array(permissionSchema).nullable(),
});
export type Identity = z.infer<typeof identitySchema>;
