import { generateSigningKey } from '@lintel/core-ml';
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../testing/assembled-folder';
import { podsOf, renderChart, type Values } from '../testing/chart';
import { checkDocuments } from '../testing/check-documents';
import { describeWith } from '../testing/describe-with';

interface Report {
  readonly ok: boolean;
  readonly problems: readonly unknown[];
  readonly warnings: readonly string[];
  readonly variables: readonly { readonly name: string; readonly secret: boolean }[];
}
type Environment = Readonly<Record<string, string>>;

/** Every app checks an environment itself: one process each time. */
jest.setTimeout(180_000);

const APPS = readdirSync(join(ROOT, 'apps'));
/** Variables of Node.js, of the C library, and of the trainer, which is not a service. */
const NOT_OF_A_SERVICE = new Set([
  'NODE_ENV',
  'NODE_OPTIONS',
  'MALLOC_MMAP_THRESHOLD_',
  'HOME',
  'WORK_DIR',
  'CACHE_DIR',
  'MODEL_SIGNING_KEY',
]);

/** Where secrets are mounted: here a folder with one file for each. */
let secrets: string;
beforeAll(() => {
  secrets = mkdtempSync(join(tmpdir(), 'lintel-mounted-'));
  const { publicKeyPem } = generateSigningKey();
  const texts: Record<string, string> = {
    'database-url': 'postgres://lintel:secret@postgres:5432/lintel',
    'data-key': randomBytes(32).toString('base64'),
    'data-keys-old': randomBytes(32).toString('base64'),
    'metrics-token': randomBytes(24).toString('base64url'),
    'trusted-key.pem': publicKeyPem,
    'trusted-key-0.pem': publicKeyPem,
  };
  for (const [name, text] of Object.entries(texts)) writeFileSync(join(secrets, name), text);
});
afterAll(() => rmSync(secrets, { recursive: true }));

/** The report of the built app about an environment. */
function report(app: string, environment: Environment): Report {
  const main = join(ROOT, 'apps', app, 'api', 'dist', 'main.js');
  const { stdout, stderr } = spawnSync(process.execPath, [main, '--check-config'], {
    env: environment,
    encoding: 'utf8',
  });
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout.trim().split('\n').at(-1)!) as Report;
}

function mounted(value: string): string {
  return value.replace(/^\/run\/secrets\/(lintel\/)?/, `${secrets}/`);
}

const sets: Values[] = [
  {},
  {
    kafka: { brokers: 'kafka-0:9092,kafka-1:9092', tls: true, replicationFactor: 3 },
    artifacts: { s3: { endpoint: 'https://s3.example.org', bucket: 'models', region: 'eu', prefix: 'shop' } },
    secrets: {
      dataKeysOld: { name: 'lintel', key: 'data-keys-old' },
      s3AccessKeyId: { name: 'lintel', key: 'data-key' },
      s3SecretAccessKey: { name: 'lintel', key: 'data-key' },
    },
    tracing: { endpoint: 'http://collector:4318' },
    apps: {
      ecommerce: { publicUrl: 'https://shop.example.org', env: { RATE_LIMIT_PER_MINUTE: '600' } },
      console: { publicUrl: 'https://console.example.org' },
    },
    env: {
      OIDC_ISSUER: 'https://id.example.org',
      OIDC_CLIENT_ID: 'lintel',
      OIDC_GROUP_GRANTS: '{"staff":[{"vertical":"*","role":"viewer"}]}',
      SESSION_COOKIE_DOMAIN: 'example.org',
    },
  },
];

describeWith('helm', 'python')('the variables of a deployment', () => {
  const containers = (values: Values) =>
    podsOf(renderChart(values).documents).map(
      ({
        name,
        pod: {
          containers: [container],
        },
      }) => ({
        app: APPS.find((app) => name.includes(`-${app}`)) ?? '',
        trains: name.endsWith('-trainer'),
        environment: Object.fromEntries(
          container!.env.map((variable) => [variable.name, mounted(variable.value ?? '')]),
        ),
      }),
    );

  const composed = () => {
    const text = readFileSync(join(ROOT, 'tools/deploy/compose.yaml'), 'utf8').replaceAll(/\$\{\w+:-([^}]*)\}/g, '$1');
    const { services } = checkDocuments<{
      services: Record<
        string,
        { build?: { target: string; args: { APP: string } }; environment: Record<string, string | null> }
      >;
    }>(text).documents[0]!;
    return Object.values(services).flatMap(({ build, environment }) => {
      if (build === undefined) return [];
      const values = Object.entries(environment).map(([name, value]) => [name, mounted(value ?? '')]);
      return [
        {
          app: build.args.APP,
          trains: build.target === 'train',
          environment: { ARTIFACT_DIR: '/var/lib/lintel/artifacts', ...Object.fromEntries(values) } as Environment,
        },
      ];
    });
  };

  it('from the chart or from compose are enough for an app to start, and none is misspelt', () => {
    // The chart names the files by their variables; here they have the same content.
    for (const name of ['s3-access-key-id', 's3-secret-access-key']) writeFileSync(join(secrets, name), 'key');
    for (const { app, trains, environment } of [...sets.flatMap(containers), ...composed()]) {
      if (trains) continue;
      const { problems, warnings } = report(app, environment);
      expect({ app, problems, warnings }).toEqual({ app, problems: [], warnings: [] });
    }
  });

  it('are all known to the app', () => {
    const known = new Map(APPS.map((app) => [app, new Set(report(app, {}).variables.map(({ name }) => name))]));
    for (const { app, environment } of [...sets.flatMap(containers), ...composed()]) {
      const names = Object.keys(environment).map((name) => name.replace(/_FILE$/, ''));
      const unknown = names.filter((name) => !known.get(app)?.has(name) && !NOT_OF_A_SERVICE.has(name));
      expect({ app, unknown }).toEqual({ app, unknown: [] });
    }
  });

  it('contain no secret of an app: the chart mounts each of them as a file', () => {
    const schema = readFileSync(join(ROOT, 'tools/deploy/helm/lintel/values.schema.json'), 'utf8');
    const wanted = APPS.flatMap((app) => report(app, {}).variables.filter(({ secret }) => secret));
    expect(wanted.length).toBeGreaterThan(3);
    for (const { name } of wanted) expect([name, schema.includes(`"${name}"`)]).toEqual([name, true]);
  });
});
