import { z } from 'zod';
import { identitySchema } from './identity';
import { LONGEST_PASSWORD, LONGEST_SIGN_IN_NAME, SHORTEST_PASSWORD, SIGN_IN_NAME } from './sign-in-rules';

/** Only the length is checked (NIST SP 800-63B, 3.1.1); passwords are never truncated. */
export const passwordSchema = z.string().min(SHORTEST_PASSWORD).max(LONGEST_PASSWORD);

/** The name an account signs in with: lower case, no spaces. */
export const signInNameSchema = z
  .string()
  .trim()
  .toLowerCase()
  .min(1)
  .max(LONGEST_SIGN_IN_NAME)
  .regex(SIGN_IN_NAME, 'letters, digits and . _ @ + -, without spaces');

/** `POST /v1/session`. A password that is too short is wrong rather than invalid, so its length is not checked here. */
export const signInSchema = z.object({ signInName: signInNameSchema, password: z.string().min(1).max(200) });

/** `GET /v1/session` and the response to signing in: the identity and its permissions in this app. */
export const sessionSchema = z.object({
  identity: identitySchema,
  signInName: z.string().max(100).nullable(),
  /** Somebody else set the password. Until it is changed, nothing else is allowed. */
  mustChangePassword: z.boolean(),
  /** Null for an API key that does not expire. */
  expiresAt: z.iso.datetime().nullable(),
});
export type Session = z.infer<typeof sessionSchema>;

/** `GET /v1/session/methods`: the available sign-in methods; the sign-in page requests it without a session. */
export const signInMethodsSchema = z.object({
  password: z.boolean(),
  /** Name of the identity provider; null if none is configured. */
  oidc: z.object({ name: z.string(), address: z.string() }).nullable(),
});
export type SignInMethods = z.infer<typeof signInMethodsSchema>;

/** `PUT /v1/session/password` */
export const changePasswordSchema = z.object({ current: z.string().min(1).max(200), next: passwordSchema });
