import { setTimeout as delay } from 'node:timers/promises';
import { openPlatformDatabase } from '../../../platform/platform-database';
import { JobQueue } from '../../job-queue';
import { JobWorker } from '../../job-worker';

/**
 * A trainer: each job takes as many milliseconds as its `examples` parameter, and adds to the table `effect` in the
 * transaction of its success.
 */
const { url, name, leaseMs } = JSON.parse(process.argv[2]!) as { url: string; name: string; leaseMs: number };

async function main(): Promise<void> {
  const database = await openPlatformDatabase(url, { poolSize: 4 });
  const worker = new JobWorker({
    queue: await JobQueue.open(database, url),
    vertical: 'shop',
    kinds: ['train'],
    concurrency: { train: 2 },
    workerName: name,
    leaseMs,
    async run(job, { signal }) {
      await delay(Number(job.parameters['examples']), undefined, { signal });
      return {
        result: { worker: name },
        async commit(transaction) {
          await transaction.query('INSERT INTO effect VALUES ($1, $2)', [job.id, name]);
        },
      };
    },
  });
  worker.start();
  process.once('SIGTERM', () => {
    void worker
      .stop()
      .then(() => database.destroy())
      .then(() => process.exit(0));
  });
}

void main();
