import { type NextFunction, type Request, type Response } from 'express';
import { API_POLICY, DOCS_POLICY } from '../web/content-security-policy';

const HEADERS = Object.entries({
  // Answers are somebody's data; static files say otherwise for themselves.
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
 * Nothing from elsewhere runs in our pages, and nobody may frame them.
 * @param publicUrl where browsers find the app; over https they are told to come in no other way
 */
export function securityHeaders(publicUrl?: string) {
  const isSecure = publicUrl?.startsWith('https:') === true;
  return (request: Request, response: Response, next: NextFunction): void => {
    for (const [name, value] of HEADERS) response.setHeader(name, value);
    // A page of the web app has one of its own; see `hostWeb`.
    response.setHeader('content-security-policy', DOCS.test(request.path) ? DOCS_POLICY : API_POLICY);
    if (isSecure) response.setHeader('strict-transport-security', `max-age=${ONE_YEAR_SECONDS}`);
    next();
  };
}
