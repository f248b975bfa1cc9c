import { RequestMethod, type INestApplication } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { ACCESS_RULE, type AccessRule } from './access-rule';

export interface DeclaredRoute {
  readonly method: string;
  /** `/v1/jobs/:id` */
  readonly path: string;
  readonly rule: AccessRule;
}

type Handler = (...parameters: unknown[]) => unknown;

/**
 * Lists every route of the app's controllers with its access rule.
 * @throws Error that lists the routes without an access rule; such an app does not start
 */
export function declaredRoutes(app: INestApplication): DeclaredRoute[] {
  const reflector = app.get(Reflector);
  const scanner = new MetadataScanner();
  const undeclared: string[] = [];
  const routes = app
    .get(DiscoveryService)
    .getControllers()
    .flatMap(({ metatype }) => {
      if (typeof metatype !== 'function') return [];
      const prototype = metatype.prototype as Record<string, Handler>;
      return scanner.getAllMethodNames(prototype).flatMap((name) => {
        const handler = prototype[name]!;
        const method = reflector.get<RequestMethod | undefined>(METHOD_METADATA, handler);
        if (method === undefined) return [];
        const rule = reflector.getAllAndOverride<AccessRule | undefined>(ACCESS_RULE, [handler, metatype]);
        return pathsOf(reflector.get(PATH_METADATA, metatype)).flatMap((prefix) =>
          pathsOf(reflector.get(PATH_METADATA, handler)).flatMap((own): DeclaredRoute[] => {
            const path = `/${[prefix, own]
              .flatMap((part) => part.split('/'))
              .filter(Boolean)
              .join('/')}`;
            if (rule !== undefined) return [{ method: RequestMethod[method], path, rule }];
            undeclared.push(`${RequestMethod[method]} ${path} (${metatype.name}.${name})`);
            return [];
          }),
        );
      });
    });
  if (undeclared.length === 0) return routes;
  throw new Error(`These routes do not say who may call them:\n  ${undeclared.join('\n  ')}`);
}

function pathsOf(paths: string | string[] | undefined): string[] {
  return typeof paths === 'string' ? [paths] : (paths ?? ['']);
}
