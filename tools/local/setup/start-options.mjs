import { resolve } from 'node:path';
import { HELP_OPTION, readOptions } from './read-options.mjs';
import { SetupError } from './setup-error.mjs';

export const START_HELP = `npm start -- [options]

Installs what is missing, builds, and runs Lintel on this machine until Ctrl-C.

  --port NUMBER     port of the first app; the others use the ports after it
                    (default: 3000, or the next free ports; the ports that you
                    name must be free)
  --data-dir DIR    where the database, models and logs are stored (default: .lintel)
  --kafka           events over a real Apache Kafka, started and stopped with the
                    rest; needs Java 17 and, once, Maven (default: in PostgreSQL)
  --no-train        install no pretrained network and no native engine,
                    and start no trainer
  --help            show this help

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
  const values = readOptions(argv, 'npm start', {
    help: HELP_OPTION,
    port: { type: 'string' },
    'data-dir': { type: 'string' },
    kafka: { type: 'boolean', default: false },
    'no-train': { type: 'boolean', default: false },
  });
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
    problem: '--port is not a valid port number.',
    expected: 'a whole number from 0 (any free port) to 65535',
    received: text,
    cure: 'for example: npm start -- --port 8080',
  });
}
