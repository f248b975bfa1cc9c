#!/usr/bin/env node
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startKafka } from './broker.mjs';

const { values } = parseArgs({
  options: {
    directory: { type: 'string', default: join(process.cwd(), '.lintel', 'kafka', 'data') },
    port: { type: 'string', default: '9092' },
    /** One line of JSON for a program, instead of words for a person. */
    json: { type: 'boolean', default: false },
  },
});

try {
  const port = Number(values.port);
  const kafka = await startKafka({ directory: values.directory, ...(port > 0 ? { port } : {}) });
  // To the supervisor, where it is one that started us.
  process.send?.({ brokers: kafka.brokers });
  if (values.json) console.log(JSON.stringify({ brokers: kafka.brokers, pid: kafka.pid, port: kafka.port }));
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
  // The parent that reads our JSON may be killed; then nobody needs this broker any more.
  if (values.json) process.stdin.on('end', stop).resume();
  void kafka.ended.then((code) => process.exit(code ?? 1));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
