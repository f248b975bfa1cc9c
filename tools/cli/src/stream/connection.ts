import { resolve } from 'node:path';
import { LintelError } from '@lintel/contracts';
import { type EventStream, openEventStream, readKafkaSettings } from '@lintel/streams';
import { type Connections, readConnections } from '@lintel/local';
import { type CommandContext } from '../command-context';
import { withHints } from '../hints';

export interface ConnectionOptions {
  readonly brokers?: string;
  readonly database?: string;
  /** Data folder of the `npm start` to use. Default: `.lintel` of this checkout. */
  readonly dataDir?: string;
}

const ROOT = resolve(__dirname, '..', '..', '..', '..');
const HINTS = {
  TOPIC_MISSING:
    '`lintel stream publish --partitions N` creates it; `lintel stream status` lists the topics that exist',
  TOPIC_MISMATCH: 'or leave --partitions out',
  GROUP_RUNNING: 'after kill -9 of a member, wait ten seconds until its session expires',
} as const;

/** Opens the stream, and always closes it afterwards. */
export async function withStream(
  options: ConnectionOptions,
  context: CommandContext,
  work: (stream: EventStream) => Promise<void>,
): Promise<void> {
  const { stream, hints } = open(options, context.environment);
  context.terminal.progress(`Connecting to ${stream.engine === 'kafka' ? 'Kafka' : 'PostgreSQL'} …`);
  try {
    await work(stream);
  } catch (error) {
    throw withHints(rejectedByPostgres(error) ?? error, { ...HINTS, ...hints });
  } finally {
    await stream.close();
  }
}

function open(
  { brokers, database, dataDir }: ConnectionOptions,
  environment: NodeJS.ProcessEnv,
): { stream: EventStream; hints?: { STREAM_UNAVAILABLE: string } } {
  // The command line takes precedence, then the environment; `npm start` comes last.
  const named = brokers !== undefined || database !== undefined || dataDir !== undefined;
  const databaseUrl = database ?? (named ? undefined : environment['DATABASE_URL']);
  const kafkaBrokers = brokers ?? (named ? undefined : environment['KAFKA_BROKERS']);
  const kafka = readKafkaSettings({ ...environment, KAFKA_BROKERS: kafkaBrokers });
  if (kafka !== undefined) return { stream: openEventStream({ kafka, databaseUrl: '' }) };
  if (databaseUrl) return { stream: openEventStream({ databaseUrl }) };

  const running = runningHere(dataDir);
  const stream = openEventStream({
    kafka: readKafkaSettings({ KAFKA_BROKERS: running.kafkaBrokers }),
    databaseUrl: running.databaseUrl,
  });
  return { stream, hints: { STREAM_UNAVAILABLE: '`npm start` is no longer running: start it again' } };
}

/** @throws LintelError NOT_FOUND if no `npm start` runs */
export function runningHere(dataDir: string | undefined): Connections {
  const folder = dataDir === undefined ? resolve(ROOT, '.lintel') : resolve(dataDir);
  const running = readConnections(folder);
  if (running !== undefined) return running;
  throw new LintelError('NOT_FOUND', {
    problem: 'No event stream is named, and no `npm start` is running.',
    expected: `a running \`npm start\` with its data in ${folder}`,
    cure: 'Run `npm start` in another terminal, or name a stream: --brokers HOST:PORT or --database postgres://…',
  });
}

/** A wrong password or database is a mistake of the caller, not an internal error. */
function rejectedByPostgres(error: unknown): LintelError | undefined {
  if (!(error instanceof Error) || error instanceof LintelError) return undefined;
  const { code } = error as { code?: unknown };
  if (typeof code !== 'string' || !/^(28|3D|42501)/.test(code)) return undefined;
  return new LintelError('INVALID_CONFIGURATION', {
    problem: 'PostgreSQL refused the connection.',
    received: error.message,
    cure: 'Correct --database or DATABASE_URL (postgres://user:password@host:port/database).',
    cause: error,
  });
}
