import { type OpenAPIObject } from '@nestjs/swagger';
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

/** Set by `npm run openapi`. */
const WRITES = process.env['WRITE_API_PATHS'] === '1';
const HEADER = `/* eslint-disable */
/* Written by \`npm run openapi\` from the OpenAPI document of the api: change the zod schemas instead. */

`;
const MOST_BYTES = 10_000_000;
const OWN = /^\/v1\//;

/**
 * Describes the routes of an API (/v1) as TypeScript types, for the web's `createApi`.
 * @param url of the running API
 */
export async function describePaths(url: string): Promise<string> {
  const response = await fetch(`${url}/docs-json`);
  const document = (await response.json()) as OpenAPIObject;
  const paths = Object.fromEntries(Object.entries(document.paths).filter(([path]) => OWN.test(path)));
  return HEADER + (await writeTypes({ ...document, paths }));
}

/** Runs in a separate process: its packages are ES modules, which jest does not load. */
async function writeTypes(document: OpenAPIObject): Promise<string> {
  // Fields with a default are optional in requests.
  const writing = promisify(execFile)(
    process.execPath,
    [join(dirname(require.resolve('openapi-typescript/package.json')), 'bin/cli.js'), '--default-non-nullable=false'],
    { maxBuffer: MOST_BYTES },
  );
  writing.child.stdin?.end(JSON.stringify(document));
  return (await writing).stdout;
}

/** Returns the expected and the actual content of a paths file; `npm run openapi` writes the file first. */
export async function comparePaths(url: string, file: string): Promise<{ current: string; written: string }> {
  const current = await describePaths(url);
  if (WRITES) await writeFile(file, current);
  return { current, written: await readFile(file, 'utf8') };
}

/** Routes without a described success response, as `GET /v1/things`: the web would have to guess its type. */
export async function undescribedAnswers(url: string): Promise<string[]> {
  const response = await fetch(`${url}/docs-json`);
  const { paths } = (await response.json()) as OpenAPIObject;
  return Object.entries(paths)
    .filter(([path]) => OWN.test(path))
    .flatMap(([path, item]) =>
      (['get', 'put', 'post', 'patch', 'delete'] as const)
        .filter((method) => item[method] !== undefined && !describesSuccess(item[method].responses))
        .map((method) => `${method.toUpperCase()} ${path}`),
    );
}

function describesSuccess(responses: object): boolean {
  return Object.entries(responses as Record<string, { content?: object }>).some(
    ([status, { content = {} }]) => status === '204' || (status.startsWith('2') && Object.keys(content).length > 0),
  );
}
