import { type Permission } from '@lintel/contracts';
import { SetMetadata } from '@nestjs/common';
import { type Request } from 'express';

/**
 * The vertical in which a permission is required.
 * - `here`: the vertical of the app
 * - `anywhere`: at least one vertical; the route limits its answer to the caller's verticals
 * - a function: the vertical of the resource that the request names
 */
export type AccessPlace = 'here' | 'anywhere' | ((request: Request) => string);

/** Who can call a route. */
export type AccessRule =
  | { readonly kind: 'public' }
  | { readonly kind: 'signed-in' }
  | { readonly kind: 'permission'; readonly permission: Permission; readonly place: AccessPlace };

export const ACCESS_RULE = Symbol('lintel.access-rule');

/**
 * Allows callers with the permission. Every route declares one of these three rules; a route without a rule rejects all
 * requests.
 */
export const RequirePermission = (permission: Permission, place: AccessPlace = 'here') =>
  SetMetadata(ACCESS_RULE, { kind: 'permission', permission, place } satisfies AccessRule);

/** Allows all signed-in callers, even if their password must be changed. */
export const SignedIn = () => SetMetadata(ACCESS_RULE, { kind: 'signed-in' } satisfies AccessRule);

/** Allows everyone on the network. The route must not return anyone's data. */
export const Public = () => SetMetadata(ACCESS_RULE, { kind: 'public' } satisfies AccessRule);
