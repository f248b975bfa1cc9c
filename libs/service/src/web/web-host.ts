import { LintelError } from '@lintel/contracts';
import { type NestExpressApplication } from '@nestjs/platform-express';
import { type NextFunction, type Request, type Response } from 'express';
import { type DeclaredRoute } from '../access/declared-routes';
import { existsSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { readPagePolicies } from './page-policies';

/** Next.js names these files by content hash. */
const IMMUTABLE = `${sep}_next${sep}static${sep}`;
/** API paths that no controller declares: Swagger, and versions that do not exist. */
const API = /^(?:v\d+|docs|docs-json)$/;

/**
 * Serves a Next static export beside the API. A browser that requests a missing page gets the export's 404 page with
 * status 404, never the start page. Other clients get the API's problem response. Only the inline scripts that the
 * pages had when the service started can run.
 * @param routes of the API, which are never answered with a page
 * @param pictureOrigins origins of other apps whose pictures the pages may show
 * @throws LintelError INVALID_CONFIGURATION if the folder contains no export
 */
export function hostWeb(
  app: NestExpressApplication,
  folder: string,
  routes: readonly Pick<DeclaredRoute, 'path'>[],
  pictureOrigins: readonly string[] = [],
): void {
  const root = resolve(folder);
  for (const page of ['index.html', '404.html']) {
    if (existsSync(join(root, page))) continue;
    throw new LintelError('INVALID_CONFIGURATION', {
      problem: `WEB_DIR holds no ${page}.`,
      expected: 'the static export of the web app',
      received: root,
      cure: 'Build the web app and set WEB_DIR to its folder out, or leave WEB_DIR unset.',
    });
  }
  const policies = readPagePolicies(root, pictureOrigins);
  const notFoundPage = join(root, '404.html');
  app.useStaticAssets(root, {
    setHeaders: (response: Response, file: string) => {
      const forever = file.startsWith(root + IMMUTABLE);
      const policy = policies.get(file);
      if (policy !== undefined) response.setHeader('content-security-policy', policy);
      response.setHeader('cache-control', forever ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  const declared = new Set(routes.map(({ path }) => firstPart(path)));
  app.use((request: Request, response: Response, next: NextFunction) => {
    const first = firstPart(request.path);
    if (declared.has(first) || API.test(first) || !wantsPage(request)) return next();
    response.setHeader('content-security-policy', policies.get(notFoundPage)!);
    response.status(404).setHeader('cache-control', 'no-cache').sendFile(notFoundPage);
  });
}

const firstPart = (path: string): string => path.split('/')[1] ?? '';

/** Browsers list HTML first; programs that accept everything do not. */
function wantsPage(request: Request): boolean {
  return ['GET', 'HEAD'].includes(request.method) && request.accepts(['json', 'html']) === 'html';
}
