import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { SetupError } from './setup-error.mjs';

export const START_HELP = `npm start -- [options]

Installs what is missing, builds, and runs Lintel on this machine until Ctrl-C.

  --port NUMBER     port of the first app (default: 3000, or the next free one;
                    a port that you name must be free)
  --data-dir DIR    where the database, models and logs live (default: .lintel)
  --kafka           events over a real Apache Kafka, started and stopped with the
                    rest; needs Java 17 and, once, Maven (default: in PostgreSQL)
  --no-train        don't install the native engine nor start the trainers
  --help            this text

Environment: DATABASE_URL uses that PostgreSQL instead of the embedded one,
             KAFKA_BROKERS (host:port,…) that Kafka for the events.
`;

/**
 * @typedef {{ help: boolean, port: number | undefined, dataDir: string, kafka: boolean, train: boolean }} StartOptions
 */

/**
 * @param {readonly string[]} argv
 * @param {{ root: string, cwd: string }} folders
 * @returns {StartOptions}
 */
export function readStartOptions(argv, { root, cwd }) {
  let values;
  try {
    ({ values } = parseArgs({
      args: [...argv],
      options: {
        help: { type: 'boolean', short: 'h', default: false },
        port: { type: 'string' },
        'data-dir': { type: 'string' },
        kafka: { type: 'boolean', default: false },
        'no-train': { type: 'boolean', default: false },
      },
    }));
  } catch (cause) {
    throw new SetupError({
      problem: cause instanceof Error ? cause.message : String(cause),
      cure: 'npm start -- --help lists the options',
      cause,
    });
  }
  const dataDir = values['data-dir'];
  return {
    help: values.help,
    port: values.port === undefined ? undefined : readPort(values.port),
    dataDir: dataDir === undefined ? resolve(root, '.lintel') : resolve(cwd, dataDir),
    kafka: values.kafka,
    train: !values['no-train'],
  };
}

/** @param {string} text */
function readPort(text) {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new SetupError({
    problem: '--port is not a port number.',
    expected: 'a whole number from 0 (any free port) to 65535',
    received: text,
    cure: 'for example: npm start -- --port 8080',
  });
}
