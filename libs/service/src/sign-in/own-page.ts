import { LintelError } from '@lintel/contracts';
import { type Request } from 'express';

const SAFE_METHODS = ['GET', 'HEAD', 'OPTIONS'];
/** Of `Sec-Fetch-Site`: a page of ours, or the person themself. Another port is another page. */
const OWN_SITES = ['same-origin', 'none'];

/** True where a request changes nothing. */
export function isSafe({ method }: Request): boolean {
  return SAFE_METHODS.includes(method);
}

/**
 * Whether one of our own pages sent a request: else a page from anywhere could act for who is signed in. The browser
 * says so itself (Fetch Metadata); where it does not, as over plain http, it names the origin of the page.
 * @param publicUrl where a proxy before us is found
 * @returns undefined where the request tells neither: no browser sends such a change
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
