import { LintelError } from '@lintel/contracts';
import { type Request } from 'express';

const SAFE_METHODS = ['GET', 'HEAD', 'OPTIONS'];
/**
 * Accepted values of `Sec-Fetch-Site`: one of our pages, or a direct user action. Another port counts as another site.
 */
const OWN_SITES = ['same-origin', 'none'];

/** True if the request's method is safe, which means that it changes nothing. */
export function isSafe({ method }: Request): boolean {
  return SAFE_METHODS.includes(method);
}

/**
 * Whether one of our pages sent a request: otherwise any page could act for a signed-in user. The browser reports it in
 * Fetch Metadata; without that, such as over plain http, the Origin header is used.
 * @param publicUrl the URL of the proxy in front of us
 * @returns undefined if the request has neither header: no browser sends such a change
 */
export function isFromOwnPage({ headers }: Request, publicUrl: string | undefined): boolean | undefined {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return OWN_SITES.includes(String(site));
  const { origin, host } = headers;
  if (origin === undefined) return undefined;
  if (!URL.canParse(origin)) return false;
  if (publicUrl !== undefined && new URL(origin).origin === new URL(publicUrl).origin) return true;
  return new URL(origin).host === host;
}

export function forgedRequest(): LintelError {
  return new LintelError('NOT_PERMITTED', {
    problem: 'This request does not come from a page of this app.',
    expected: 'the header Sec-Fetch-Site "same-origin", or an Origin that is this app',
    cure: 'Use the app itself; a program uses an API key instead of the cookie. Behind a proxy, set PUBLIC_URL.',
  });
}
