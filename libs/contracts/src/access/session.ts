import { z } from 'zod';
import { identitySchema } from './identity';
import { LONGEST_PASSWORD, LONGEST_SIGN_IN_NAME, SHORTEST_PASSWORD, SIGN_IN_NAME } from './sign-in-rules';

/** Checked by length alone (NIST SP 800-63B, 3.1.1), and never cut. */
export const passwordSchema = z.string().min(SHORTEST_PASSWORD).max(LONGEST_PASSWORD);

/** The name that an account signs in with: lower case, no spaces. */
export const signInNameSchema = z
  .string()
  .trim()
  .toLowerCase()
  .min(1)
  .max(LONGEST_SIGN_IN_NAME)
  .regex(SIGN_IN_NAME, 'letters, digits and . _ @ + -, without spaces');

/** `POST /v1/session`. A short password is wrong, not invalid: so it is not checked further here. */
export const signInSchema = z.object({ signInName: signInNameSchema, password: z.string().min(1).max(200) });

/** `GET /v1/session`, and what signing in answers: who is there, and what they may do in this app. */
export const sessionSchema = z.object({
  identity: identitySchema,
  signInName: z.string().max(100).nullable(),
  /** The password was given out by somebody else: until it is changed nothing else is allowed. */
  mustChangePassword: z.boolean(),
  /** Null for an API key that never expires. */
  expiresAt: z.iso.datetime().nullable(),
});
export type Session = z.infer<typeof sessionSchema>;

/** `GET /v1/session/methods`: how one may sign in; asked by the sign-in page before anybody is known. */
export const signInMethodsSchema = z.object({
  password: z.boolean(),
  /** Name of the identity provider; null where none is configured. */
  oidc: z.object({ name: z.string(), address: z.string() }).nullable(),
});
export type SignInMethods = z.infer<typeof signInMethodsSchema>;

/** `PUT /v1/session/password` */
export const changePasswordSchema = z.object({ current: z.string().min(1).max(200), next: passwordSchema });
