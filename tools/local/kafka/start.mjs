#!/usr/bin/env node
import { join } from 'node:path';
import { HELP_OPTION, readOptions } from '../setup/read-options.mjs';
import { reportAndFail } from '../setup/setup-error.mjs';
import { startKafka } from './broker.mjs';

const HELP = `npm run kafka -- [options]

Starts one Apache Kafka broker on this machine until Ctrl-C; needs Java 17 and, once, Maven.

  --directory DIR   where its log is stored (default: .lintel/kafka/data)
  --port NUMBER     port on the loopback address; 0: any free one (default: 9092)
  --json            print one line of JSON instead of sentences: {brokers, pid, port, secure}
  --secure USER:PASSWORD
                    also listen with TLS, for this user (SASL PLAIN or SCRAM-SHA-512); --json prints the
                    port and the certificate to trust. For tests.
  --help            show this help
`;

async function main() {
  const values = readOptions(process.argv.slice(2), 'npm run kafka', {
    help: HELP_OPTION,
    directory: { type: 'string', default: join(process.cwd(), '.lintel', 'kafka', 'data') },
    port: { type: 'string', default: '9092' },
    secure: { type: 'string' },
    json: { type: 'boolean', default: false },
  });
  if (values.help) return console.log(HELP);
  const port = Number(values.port);
  const [user, password] = values.secure?.split(':') ?? [];
  const secure = user === undefined ? undefined : { user, password };
  const kafka = await startKafka({ directory: values.directory, secure, ...(port > 0 ? { port } : {}) });
  // Reports the broker's address to a supervisor that started this program.
  process.send?.({ brokers: kafka.brokers });
  if (values.json)
    console.log(JSON.stringify({ brokers: kafka.brokers, pid: kafka.pid, port: kafka.port, secure: kafka.secure }));
  else
    console.log(
      `Apache Kafka listens on ${kafka.brokers}. Use it with: KAFKA_BROKERS=${kafka.brokers}\nCtrl-C stops it.`,
    );
  const stop = async () => {
    await kafka.stop();
    process.exit(0);
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  // If the parent that reads the JSON is killed, the broker is no longer needed.
  if (values.json) process.stdin.on('end', stop).resume();
  void kafka.ended.then((code) => process.exit(code ?? 1));
}

await main().catch(reportAndFail);
