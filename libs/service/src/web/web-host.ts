import { LintelError } from '@lintel/contracts';
import { type NestExpressApplication } from '@nestjs/platform-express';
import { type NextFunction, type Request, type Response } from 'express';
import { existsSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { readPagePolicies } from './page-policies';

/** Next names these files by their content. */
const IMMUTABLE = `${sep}_next${sep}static${sep}`;
const OURS = /^\/(v\d+|docs|docs-json|health)(\/|$)/;

/**
 * Serves a Next static export beside the API. A page that does not exist gets the export's 404 page with
 * status 404, never the start page: what is not there must not look as if it were. Inline scripts run only where they
 * are those that the pages had when the service started.
 * @throws LintelError INVALID_CONFIGURATION where the folder holds no export
 */
export function hostWeb(app: NestExpressApplication, folder: string): void {
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
  const policies = readPagePolicies(root);
  const notFoundPage = join(root, '404.html');
  app.useStaticAssets(root, {
    setHeaders: (response: Response, file: string) => {
      const forever = file.startsWith(root + IMMUTABLE);
      const policy = policies.get(file);
      if (policy !== undefined) response.setHeader('content-security-policy', policy);
      response.setHeader('cache-control', forever ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  app.use((request: Request, response: Response, next: NextFunction) => {
    const wantsPage = ['GET', 'HEAD'].includes(request.method) && request.accepts('html') !== false;
    if (OURS.test(request.path) || !wantsPage) return next();
    response.setHeader('content-security-policy', policies.get(notFoundPage)!);
    response.status(404).setHeader('cache-control', 'no-cache').sendFile(notFoundPage);
  });
}
