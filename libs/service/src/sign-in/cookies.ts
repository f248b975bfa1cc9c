import { type CookieOptions, type Request, type Response } from 'express';

const SESSION_COOKIE = 'lintel_session';

export interface CookieSettings {
  /** Where browsers find the app, if that is told. */
  readonly publicUrl?: string | undefined;
  /** Whose hosts share the sign-in. Absent: this host alone. */
  readonly domain?: string | undefined;
}

/** @returns undefined where the request has none of that name */
export function readCookie({ headers }: Request, name: string): string | undefined {
  for (const pair of headers.cookie?.split(';') ?? []) {
    const [key, ...value] = pair.split('=');
    if (key?.trim() === name) return value.join('=').trim() || undefined;
  }
  return undefined;
}

/** The token of a browser that has signed in, also where it is worth nothing any more. */
export function sessionTokenOf(request: Request): string | undefined {
  return readCookie(request, SESSION_COOKIE);
}

/** Hands the token to the browser, which shows it to no script. On localhost it holds on every port. */
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

/** Whether the browser speaks https with us, or with the proxy before us. */
export function isSecure(request: Request, publicUrl: string | undefined): boolean {
  return request.secure || (publicUrl?.startsWith('https:') ?? false);
}
