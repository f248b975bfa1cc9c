import { type Permission } from '@lintel/contracts';
import { SetMetadata } from '@nestjs/common';
import { type Request } from 'express';

/**
 * In which vertical a permission is asked for.
 * - `here`: that of the app
 * - `anywhere`: some vertical; the route itself shows no more than that
 * - a function: that of what the request names
 */
export type AccessPlace = 'here' | 'anywhere' | ((request: Request) => string);

/** Who may call a route. */
export type AccessRule =
  | { readonly kind: 'public' }
  | { readonly kind: 'signed-in' }
  | { readonly kind: 'permission'; readonly permission: Permission; readonly place: AccessPlace };

export const ACCESS_RULE = Symbol('lintel.access-rule');

/** For whoever has the permission. Every route says one of these three; one that says none is never let in. */
export const RequirePermission = (permission: Permission, place: AccessPlace = 'here') =>
  SetMetadata(ACCESS_RULE, { kind: 'permission', permission, place } satisfies AccessRule);

/** For everybody who has signed in, also with a password that must be changed. */
export const SignedIn = () => SetMetadata(ACCESS_RULE, { kind: 'signed-in' } satisfies AccessRule);

/** For everybody on the network: it tells nothing that is anybody's. */
export const Public = () => SetMetadata(ACCESS_RULE, { kind: 'public' } satisfies AccessRule);
