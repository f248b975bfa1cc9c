import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const ROOT = join(__dirname, '../../../..');
const NOT_SERVED = /(^|\/)(node_modules|dist|out|testing|web|e2e|ui)(\/|$)|\.(spec|bench|d)\.ts$/;
/** Every way in which a program of Node reaches another machine. */
const CLIENTS =
  '(?:node:)?(?:http|https|http2|net|tls|dgram|dns|undici|axios|got)(?:/\\w+)?|openid-client|aws4fetch|@opentelemetry/exporter-[\\w-]+';
const OUTGOING = new RegExp(
  String.raw`(?<![.\w])fetch\(|new (?:WebSocket|EventSource|XMLHttpRequest)\b|(?:from |import\(|require\()'(?:${CLIENTS})'`,
);

/**
 * The server files that may send requests, and the source of the destination. No destination comes from a request, an
 * event or a row, and this must hold for every new entry. PostgreSQL and Kafka are not checked here: lint restricts
 * their clients to libs/streams and libs/data, and they connect only to DATABASE_URL and KAFKA_BROKERS.
 */
const MAY_REACH_OUT: Readonly<Record<string, string>> = {
  'libs/data/src/artifacts/s3-artifact-store.ts': 'S3_ENDPOINT; redirects are not followed',
  'libs/streams/src/database/embedded-postgres.ts': 'the loopback address, to find a free port',
  'libs/streams/src/kafka/kafka-client.ts': 'KAFKA_BROKERS',
  'libs/service/src/sign-in/oidc-provider.ts': 'OIDC_ISSUER, and what it says of itself',
  'libs/service/src/tracing/start-tracing.ts': 'OTEL_EXPORTER_OTLP_ENDPOINT',
};

function filesUnder(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .map((file) => relative(ROOT, join(ROOT, folder, file)))
    .filter((file) => file.endsWith('.ts') && !NOT_SERVED.test(file));
}

describe('the servers', () => {
  it('send requests only in the files listed here', () => {
    const apis = readdirSync(join(ROOT, 'apps')).map((app) => `apps/${app}/api/src`);
    const libraries = ['contracts', 'core-ml', 'data', 'datasets', 'service', 'streams'].map(
      (name) => `libs/${name}/src`,
    );
    const servers = [...libraries, ...apis];
    const found = servers.flatMap(filesUnder).filter((file) => OUTGOING.test(codeOf(join(ROOT, file))));
    expect(found.sort()).toEqual(Object.keys(MAY_REACH_OUT).sort());
  });
});

/** The code without comments and without imports that send no requests. */
function codeOf(file: string): string {
  return readFileSync(file, 'utf8')
    .replaceAll(/\/\*[^]*?\*\/|^\s*\/\/.*$/gm, '')
    .replaceAll(/^import \{ isIPv?[46]? \} from 'node:net';$/gm, '')
    .replaceAll(/^import type [^]*?;$/gm, '')
    .replaceAll(/^import \{(?:\s*type \w+(?: as \w+)?,?\s*)+\} from [^;]+;$/gm, '');
}
