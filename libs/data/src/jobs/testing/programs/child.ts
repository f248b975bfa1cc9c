import { LintelError } from '@lintel/contracts';
import { writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { serveJobChild } from '../../serve-job-child';

/** Behaves as the job's model name says. */
serveJobChild(async (job, { signal, attempt, report, epoch, log, interruptions }) => {
  switch (job.modelName) {
    case 'tell': {
      report({ ...NOTHING, stage: 'train', share: 0.5 });
      report({ ...NOTHING, stage: 'train', loss: Number.POSITIVE_INFINITY, share: 2 });
      epoch({ ...EPOCH, epoch: 1 });
      log('warn', 'a warning');
      console.log('printed');
      console.error('complained');
      return { attempt, examples: job.parameters['examples'], environment: threads() };
    }
    case 'refuse':
      throw new LintelError('DATASET_EMPTY', {
        problem: 'No pictures.',
        expected: 'some',
        received: 'none',
        cure: 'Add pictures.',
        retryable: true,
      });
    case 'stumble':
      throw new RangeError('out of range');
    case 'crash':
      console.error('about to crash');
      return process.abort();
    case 'crash twice':
      if (interruptions.length < 2) process.kill(process.pid, 'SIGSEGV');
      return { interruptions };
    case 'exit':
      console.error('cannot go on');
      return process.exit(3);
    case 'eat': {
      const eaten: Buffer[] = [];
      for (;;) {
        eaten.push(Buffer.alloc(20 * 1_024 * 1_024, 1));
        await delay(20);
      }
    }
    case 'block':
      // Blocks the event loop.
      for (;;);
    default: {
      writeFileSync(job.modelName, String(process.pid));
      await delay(60_000, undefined, { signal });
      return {};
    }
  }
});

const NOTHING = {
  share: null,
  epoch: null,
  epochs: null,
  loss: null,
  figures: [],
  imagesPerSecond: null,
  secondsLeft: null,
};
const EPOCH = {
  trainLoss: 1,
  figures: [{ key: 'accuracy', unit: 'share' as const, train: 0.5, validation: null }],
  validationLoss: null,
  learningRate: 0.1,
  imagesPerSecond: 10,
  seconds: 1,
};

function threads(): Record<string, string | undefined> {
  const names = ['TF_NUM_INTRAOP_THREADS', 'TF_NUM_INTEROP_THREADS', 'OMP_NUM_THREADS', 'LINTEL_THREADS', 'GREETING'];
  return Object.fromEntries(names.map((name) => [name, process.env[name]]));
}
