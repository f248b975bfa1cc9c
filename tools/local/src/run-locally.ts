import { join } from 'node:path';
import { announce } from './announce';
import { addressAt, type App, artifactFolder, startApp } from './app';
import { removeConnections, writeConnections } from './connections';
import { type Database, startDatabase } from './database';
import { announceAdministrator, makeFirstAdministrator } from './first-administrator';
import { type Kafka, startKafka } from './kafka';
import { ensureDataKey } from './data-key';
import { choosePorts } from './port';
import { type RunOptions } from './run-options';
import { ensureSigningKeys } from './signing-keys';
import { Supervisor } from './supervisor';
import { startTrainers } from './trainer';
import { findVerticals } from './vertical';

const DEFAULT_PORT = 3000;

/** Starts everything in order, serves until `signal`, and stops everything in reverse order. */
export async function runLocally(options: RunOptions): Promise<void> {
  const { dataDir, signal, steps } = options;
  const supervisor = new Supervisor(join(dataDir, 'logs'), (line) => steps.say(`  ! ${line}`));
  options.onKill(() => supervisor.kill());
  try {
    await Promise.race([serve(options, supervisor), aborted(signal)]);
  } finally {
    removeConnections(dataDir);
    await supervisor.stop();
  }
}

/** Runs until the supervisor gives up on a program that the others need. */
async function serve(options: RunOptions, supervisor: Supervisor): Promise<void> {
  const { root, dataDir, port, steps, signal } = options;
  const verticals = findVerticals(root);
  // Checked before anything starts: a port in use is the most common reason for a failed start.
  const ports = await choosePorts(port, DEFAULT_PORT, verticals.length);
  if (port === undefined && ports[0] !== DEFAULT_PORT) {
    steps.say(`  ! Port ${DEFAULT_PORT} is in use by another program; --port chooses where the apps listen.`);
  }
  const database = await openDatabase(options, supervisor);
  const kafka = await openKafka(options, supervisor);
  const keys = ensureSigningKeys(dataDir);
  const dataKeyFile = ensureDataKey(dataDir);
  const appLinks = verticals.map(({ name }, index) => `${name}=${addressAt(ports[index]!)}`).join(',');
  // They start in parallel; each is shown when it listens.
  const starting = verticals.map((vertical, index) =>
    startApp(supervisor, vertical, {
      port: ports[index]!,
      databaseUrl: database.url,
      kafkaBrokers: kafka?.brokers,
      dataDir,
      keys,
      dataKeyFile,
      appLinks,
    }),
  );
  // The first failure is reported below; the others must not end the process as unhandled rejections.
  for (const app of starting) app.catch(() => undefined);
  const apps: App[] = [];
  for (const [index, { name }] of verticals.entries()) {
    apps.push(
      await steps.step(
        name,
        'starting',
        () => starting[index]!,
        ({ url }) => url,
      ),
    );
  }
  writeConnections(dataDir, {
    databaseUrl: database.url,
    ...(kafka === undefined ? {} : { kafkaBrokers: kafka.brokers }),
    apps: apps.map(({ url }) => url),
    artifactDir: artifactFolder(dataDir),
    ...keys,
  });
  const administrator = await makeFirstAdministrator(database.url);
  announce(options, apps, database, kafka);
  if (administrator !== undefined) announceAdministrator(administrator, steps);
  const givenUp = Promise.race([database.ended, kafka?.ended ?? never, ...apps.map(({ program }) => program.ended)]);
  if (options.train) {
    const trainers = await Promise.race([
      givenUp.then(() => []),
      startTrainers(apps, { root, dataDir, keys, steps, supervisor, signal }),
    ]);
    // If the supervisor gives up on a trainer, the apps stay in service.
    for (const trainer of trainers) trainer.ended.catch((error: unknown) => steps.say(`\n${String(error)}\n`));
  }
  await givenUp;
}

/** The PostgreSQL of DATABASE_URL, or else the embedded one. */
async function openDatabase({ dataDir, steps }: RunOptions, supervisor: Supervisor): Promise<Database> {
  const url = process.env['DATABASE_URL'];
  if (url) return { url, place: 'from DATABASE_URL', ended: never };
  const start = (): Promise<Database> => startDatabase(supervisor, join(dataDir, 'postgres'));
  return steps.step('database', 'starting PostgreSQL', start, ({ place }) => `PostgreSQL in ${place}`);
}

/** The broker of --kafka, or that of KAFKA_BROKERS, or none. */
async function openKafka({ dataDir, kafka, steps }: RunOptions, supervisor: Supervisor): Promise<Kafka | undefined> {
  const brokers = process.env['KAFKA_BROKERS'];
  if (!kafka) return brokers ? { brokers, ended: never } : undefined;
  const start = (): Promise<Kafka> => startKafka(supervisor, join(dataDir, 'kafka-data'));
  return steps.step('kafka', 'starting Apache Kafka', start, (started) => `Apache Kafka on ${started.brokers}`);
}

const never = new Promise<never>(() => undefined);

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const stop = (): void => reject(new Error('stopped', { cause: signal.reason }));
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}
