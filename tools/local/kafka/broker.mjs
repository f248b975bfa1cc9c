import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { access, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { requireKafkaTools } from '../setup/kafka-tools.mjs';
import { SetupError } from '../setup/setup-error.mjs';
import { secureListener } from './secure-listener.mjs';

const run = promisify(execFile);
const here = dirname(fileURLToPath(import.meta.url));
const VERSION = '4.4.0';
const JARS = join(here, '..', '..', '..', '.lintel', 'kafka', VERSION);
const JVM = ['-Xmx512m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Xshare:auto'];

/**
 * A real single-node Apache Kafka as a child process: KRaft, loopback only.
 *
 * @param {{ directory: string, port?: number, detached?: boolean, secure?: { user: string, password: string } }}
 *   options directory: where its log is stored; a second start on it finds all data again. port: default a free one.
 *   secure: the user of a second listener with TLS.
 * @returns {Promise<{ brokers: string, pid: number, port: number, secure?: { port: number, ca: string }, stop():
 *   Promise<void> }>}
 */
export async function startKafka({ directory, port, detached = false, secure }) {
  requireKafkaTools();
  await fetchJars();
  const broker = port ?? (await freePort());
  // Another program on this port would be mistaken for the broker below.
  if (await answers(broker)) {
    throw new SetupError({
      problem: `Port ${broker} is in use, perhaps by a Kafka that is already running.`,
      cure: `use that one (KAFKA_BROKERS=127.0.0.1:${broker}), or choose another port: npm run kafka -- --port ${broker + 1}`,
    });
  }
  const properties = join(directory, 'server.properties');
  await mkdir(directory, { recursive: true });
  const securePort = secure === undefined ? undefined : await freePort();
  const listener = secure === undefined ? undefined : await secureListener({ directory, ...secure });
  const lines = settings(directory, broker, await freePort(), securePort);
  await writeFile(properties, lines + (listener?.settings ?? ''));
  await writeFile(join(directory, 'log4j2.properties'), LOGGING);
  const classPath = join(JARS, '*');
  if (!(await exists(join(directory, 'log', 'meta.properties')))) {
    const id = randomBytes(16).toString('base64url');
    // With an equals sign: an id may begin with a dash, which would be read as an option.
    const format = ['-cp', classPath, 'kafka.tools.StorageTool', 'format', `--cluster-id=${id}`, '-c', properties];
    format.push(...(listener?.format ?? []));
    await runTool('java', [...JVM, ...format], 'a Java runtime of version 17 or newer');
  }
  const logging = `-Dlog4j2.configurationFile=${join(directory, 'log4j2.properties')}`;
  const child = spawn('java', [...JVM, logging, '-cp', classPath, 'kafka.Kafka', properties], {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => (output = (output + chunk).slice(-4_000)));
  }
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const until = Date.now() + 60_000;
  while (!(await answers(broker))) {
    if (child.exitCode !== null || Date.now() > until) {
      child.kill('SIGKILL');
      throw new Error(`Kafka did not start on port ${broker}.\n${output}`);
    }
    await delay(50);
  }
  return {
    brokers: `127.0.0.1:${broker}`,
    pid: child.pid,
    port: broker,
    ...(listener === undefined ? {} : { secure: { port: securePort, ca: listener.ca } }),
    ended,
    async stop() {
      child.kill('SIGTERM');
      const slow = setTimeout(() => child.kill('SIGKILL'), 10_000);
      await ended;
      clearTimeout(slow);
    },
  };
}

const settings = (directory, port, controllerPort, securePort) => {
  const secure = securePort === undefined ? '' : `,SASL_SSL://127.0.0.1:${securePort}`;
  return `
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:${controllerPort}
controller.listener.names=CONTROLLER
listeners=PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}${secure}
advertised.listeners=PLAINTEXT://127.0.0.1:${port}${secure}
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SASL_SSL:SASL_SSL
log.dirs=${join(directory, 'log')}
auto.create.topics.enable=false
offsets.topic.num.partitions=4
offsets.topic.replication.factor=1
transaction.state.log.num.partitions=2
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
share.coordinator.state.topic.num.partitions=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
group.initial.rebalance.delay.ms=0
group.min.session.timeout.ms=1000
num.network.threads=2
num.io.threads=2
log.cleaner.dedupe.buffer.size=8388608
`;
};

const LOGGING = `
appenders=console
appender.console.type=Console
appender.console.name=out
appender.console.layout.type=PatternLayout
appender.console.layout.pattern=%p %c{1} %m%n
rootLogger.level=error
rootLogger.appenderRefs=out
rootLogger.appenderRef.out.ref=out
`;

/** Downloaded once, with Maven's own settings, and moved into place when complete. */
async function fetchJars() {
  if (await exists(JARS)) return;
  const partial = `${JARS}.${process.pid}`;
  const goal = ['dependency:copy-dependencies', `-DoutputDirectory=${partial}`, '-DincludeScope=runtime'];
  const maven = ['-q', '-B', '-f', join(here, 'pom.xml'), ...goal];
  await runTool('mvn', maven, 'Apache Maven, which downloads the broker once');
  if ((await readdir(partial)).length < 10) throw new Error(`Maven did not put Kafka into ${partial}.`);
  // Another process may have been faster; its copy is just as good.
  await rename(partial, JARS).catch(() => rm(partial, { recursive: true, force: true }));
}

async function runTool(command, args, what) {
  try {
    await run(command, args, { timeout: 600_000 });
  } catch (cause) {
    const reason =
      cause.code === 'ENOENT' ? 'which is not installed' : `which failed: ${cause.stderr || cause.message}`;
    throw new Error(`Kafka needs ${what} (${command}), ${reason}. Install it, or set KAFKA_BROKERS.`, { cause });
  }
}

function answers(port) {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port }, () => resolve(true)).on('error', () => resolve(false));
    socket.on('connect', () => socket.destroy());
  });
}

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const exists = (path) =>
  access(path).then(
    () => true,
    () => false,
  );
