import { type NextFunction, type Request, type Response } from 'express';
import { API_POLICY, DOCS_POLICY } from '../web/content-security-policy';

const HEADERS = Object.entries({
  // Responses contain private data; static files override this.
  'cache-control': 'no-store',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(self), microphone=(), geolocation=()',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
});
const ONE_YEAR_SECONDS = 31_536_000;
const DOCS = /^\/docs(\/|$)/;

/**
 * Sets headers that block foreign content in our pages and prevent framing.
 * @param publicUrl the URL of the app for browsers; if it is https, HSTS is sent
 */
export function securityHeaders(publicUrl?: string) {
  const isSecure = publicUrl?.startsWith('https:') === true;
  return (request: Request, response: Response, next: NextFunction): void => {
    for (const [name, value] of HEADERS) response.setHeader(name, value);
    // Pages of the web app have a different policy; see `hostWeb`.
    response.setHeader('content-security-policy', DOCS.test(request.path) ? DOCS_POLICY : API_POLICY);
    if (isSecure) response.setHeader('strict-transport-security', `max-age=${ONE_YEAR_SECONDS}`);
    next();
  };
}
