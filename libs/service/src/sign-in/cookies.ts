import { type CookieOptions, type Request, type Response } from 'express';

const SESSION_COOKIE = 'lintel_session';

export interface CookieSettings {
  /** The URL of the app for browsers, if configured. */
  readonly publicUrl?: string | undefined;
  /** The domain whose hosts share the sign-in. Default: only this host. */
  readonly domain?: string | undefined;
}

/** @returns undefined if the request has no cookie with this name */
export function readCookie({ headers }: Request, name: string): string | undefined {
  for (const pair of headers.cookie?.split(';') ?? []) {
    const [key, ...value] = pair.split('=');
    if (key?.trim() === name) return value.join('=').trim() || undefined;
  }
  return undefined;
}

/** The session token of a browser, even if it is no longer valid. */
export function sessionTokenOf(request: Request): string | undefined {
  return readCookie(request, SESSION_COOKIE);
}

/** Sets the token as an HttpOnly cookie. On localhost it is valid on every port. */
export function setSessionCookie(
  response: Response,
  { token, expiresAt }: { readonly token: string; readonly expiresAt: Date },
  settings: CookieSettings,
): void {
  response.cookie(SESSION_COOKIE, token, { ...optionsOf(response.req, settings), expires: expiresAt });
}

export function clearSessionCookie(response: Response, settings: CookieSettings): void {
  response.clearCookie(SESSION_COOKIE, optionsOf(response.req, settings));
}

function optionsOf(request: Request, { publicUrl, domain }: CookieSettings): CookieOptions {
  return {
    httpOnly: true,
    sameSite: 'lax',
    path: '/',
    secure: isSecure(request, publicUrl),
    ...(domain === undefined ? {} : { domain }),
  };
}

/** Whether the browser uses https, to us or to the proxy in front of us. */
export function isSecure(request: Request, publicUrl: string | undefined): boolean {
  return request.secure || (publicUrl?.startsWith('https:') ?? false);
}
