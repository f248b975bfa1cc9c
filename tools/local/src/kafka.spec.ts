import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openEventStream, readKafkaSettings } from '@lintel/streams';
import { startKafka } from './kafka';
import { Supervisor } from './supervisor';
import { hasEnded } from './testing/has-ended';

// Maven downloads the broker on the first run.
jest.setTimeout(300_000);

const canRun = process.env['CI'] !== undefined || spawnSync('java', ['-version']).error === undefined;
if (!canRun) process.stderr.write('No Java runtime: the broker under the supervisor is not tested.\n');

/** The Java processes that use a folder. */
const brokersOn = (folder: string): number[] =>
  execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes('kafka.Kafka') && line.includes(folder))
    .map((line) => Number.parseInt(line, 10));

(canRun ? it : it.skip)(
  'a broker that is killed comes back where it was with all it held, and none is left behind',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lintel-broker-'));
    const said: string[] = [];
    const supervisor = new Supervisor(join(folder, 'logs'), (line) => said.push(line));
    try {
      const { brokers } = await startKafka(supervisor, join(folder, 'kafka-data'));
      const stream = openEventStream({ kafka: readKafkaSettings({ KAFKA_BROKERS: brokers }), databaseUrl: '' });
      await stream.createTopics([{ name: 'kept', partitions: 1 }]);
      await stream.publish([{ topic: 'kept', key: null, value: Buffer.from('1'), headers: {} }]);
      const [first = 0] = brokersOn(folder);
      process.kill(first, 'SIGKILL');
      expect(await hasEnded(first)).toBe(true);
      for (const until = Date.now() + 60_000; ; await sleep(200)) {
        const held = await stream.topicOffsets('kept').catch(() => undefined);
        if (held !== undefined || Date.now() > until) {
          expect(held).toEqual([{ partition: 0, low: 0, high: 1 }]);
          break;
        }
      }
      expect(said).toEqual([expect.stringMatching(/^kafka ended .*restart 1 of 5/)]);
      await stream.close();
      const [second = 0] = brokersOn(folder);
      await supervisor.stop();
      expect(await hasEnded(second)).toBe(true);
      expect(brokersOn(folder)).toEqual([]);
    } finally {
      supervisor.kill();
      await supervisor.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  },
);
