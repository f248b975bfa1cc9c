import { execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { AwsClient } from 'aws4fetch';
import type { S3Settings } from '../artifact-settings';

const VERSION = '4.1.0';
const POM = join(__dirname, 's3proxy', 'pom.xml');
const JARS = resolve(__dirname, '../../../../../.lintel/s3proxy', VERSION);
const JVM = ['-Xmx256m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];
/** The server ends when its stdin closes, which happens whenever this process ends. */
const END_WITH_STDIN = 'java "$@" & server=$!; cat > /dev/null; kill -9 $server';

export interface TestS3 {
  /** Settings of an empty bucket. */
  readonly settings: S3Settings;
  stop(): Promise<void>;
}

/**
 * Without Java or Maven the tests are skipped with a reason on a developer's machine. In CI they run and fail, so that
 * a missing Java is not reported as success.
 */
export const describeWithS3: typeof describe = (() => {
  const missing = ['java', 'mvn'].filter((tool) => spawnSync(tool, ['-version']).error);
  if (process.env['CI'] || missing.length === 0) return describe;
  process.stderr.write(`No ${missing.join(' and no ')}: the tests on a real S3 server are left out.\n`);
  return describe.skip;
})();

/** A real S3 server (S3Proxy, in memory) for one test file. It verifies signatures and the hashes of bodies. */
export async function startTestS3(): Promise<TestS3> {
  await fetchJars();
  const folder = await mkdtemp(join(tmpdir(), 'lintel-s3-'));
  const endpoint = `http://127.0.0.1:${await freePort()}`;
  const settings: S3Settings = {
    endpoint,
    region: 'us-east-1',
    bucket: 'lintel-test',
    accessKeyId: 'lintel',
    secretAccessKey: 'a secret of the test',
    forcePathStyle: true,
  };
  await writeFile(join(folder, 's3proxy.conf'), configuration(settings));
  await writeFile(join(folder, 'logback.xml'), '<configuration><root level="OFF"/></configuration>');
  const logging = `-Dlogback.configurationFile=${join(folder, 'logback.xml')}`;
  const main = ['org.gaul.s3proxy.Main', '--properties', join(folder, 's3proxy.conf')];
  const child = spawn('sh', ['-c', END_WITH_STDIN, 'sh', ...JVM, logging, '-cp', join(JARS, '*'), ...main], {
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => (errors = (errors + chunk.toString()).slice(-4_000)));
  await makeBucket(settings).catch((cause: unknown) => {
    child.stdin.end();
    throw new Error(`S3Proxy did not start: ${errors}`, { cause });
  });
  return {
    settings,
    async stop() {
      child.stdin.end();
      await once(child, 'exit');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const configuration = ({ endpoint, accessKeyId, secretAccessKey }: S3Settings): string => `
s3proxy.authorization=aws-v4
s3proxy.endpoint=${endpoint}
s3proxy.identity=${accessKeyId}
s3proxy.credential=${secretAccessKey}
jclouds.provider=transient
jclouds.identity=none
jclouds.credential=none
`;

async function makeBucket({ endpoint, bucket, ...keys }: S3Settings): Promise<void> {
  const client = new AwsClient({ ...keys, service: 's3', retries: 0 });
  for (const until = Date.now() + 45_000; ; await delay(100)) {
    const response = await client.fetch(`${endpoint}/${bucket}`, { method: 'PUT' }).catch((error: unknown) => {
      if (Date.now() > until) throw error;
    });
    if (response?.ok) return;
    if (response !== undefined) throw new Error(`${response.status} ${await response.text()}`);
  }
}

/** Downloaded once, through Maven's own settings, and moved into place when complete. */
async function fetchJars(): Promise<void> {
  if (await exists(JARS)) return;
  const partial = `${JARS}.${process.pid}`;
  const goal = ['dependency:copy-dependencies', `-DoutputDirectory=${partial}`, '-DincludeScope=runtime'];
  await promisify(execFile)('mvn', ['-q', '-B', '-f', POM, ...goal], { timeout: 600_000 });
  if ((await readdir(partial)).length < 10) throw new Error(`Maven left no S3Proxy in ${partial}.`);
  // If another process was faster, its copy is used.
  await rename(partial, JARS).catch(() => rm(partial, { recursive: true, force: true }));
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
