import { extname, join } from 'node:path';
import { MessageChannel, type TransferListItem, Worker } from 'node:worker_threads';
import { LintelError } from '@lintel/contracts';
import { type BoostingInput, type RoundReport, type TrainedTrees } from './boosting';
import { type BoostingThread, type LeadMessage } from './boosting-worker';
import { ThreadTeam } from './thread-team';

export interface ThreadOptions {
  readonly threads: number;
  readonly onRound: ((report: RoundReport) => void) | undefined;
  readonly signal: AbortSignal | undefined;
}

const WORKER = join(__dirname, `boosting-worker${extname(__filename)}`);

/** A test runner that compiles TypeScript can't do so in a worker thread. */
export const canStartThreads = (): boolean => extname(WORKER) !== '.ts' || '.ts' in require.extensions;

/**
 * Trains in threads of their own: one leads, the others help.
 * @returns undefined if the signal was aborted
 */
export async function trainInThreads(
  input: BoostingInput,
  { threads, onRound, signal }: ThreadOptions,
): Promise<TrainedTrees | undefined> {
  const control = ThreadTeam.createControl();
  const cancelled = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const channels = Array.from({ length: threads - 1 }, () => new MessageChannel());
  const ports = channels.map(({ port1 }) => port1);
  const lead = start({ role: 'lead', control, input, helpers: ports, cancelled }, ports);
  const workers = [lead, ...channels.map(({ port2 }) => start({ role: 'help', control, lead: port2 }, [port2]))];
  const cancel = (): void => void Atomics.store(cancelled, 0, 1);
  signal?.addEventListener('abort', cancel, { once: true });
  try {
    return await new Promise<TrainedTrees | undefined>((resolve, reject) => {
      lead.on('message', (message: LeadMessage) => {
        try {
          if (message.kind === 'trained') resolve(message.result);
          else if (message.kind === 'cancelled') resolve(undefined);
          else onRound?.(message.report);
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      });
      for (const worker of workers) worker.on('error', reject);
      lead.on('exit', () => reject(threadEnded()));
    });
  } finally {
    signal?.removeEventListener('abort', cancel);
    new ThreadTeam(control, () => undefined).stop();
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

function start(thread: BoostingThread, transferList: TransferListItem[]): Worker {
  return new Worker(WORKER, { workerData: thread, transferList });
}

function threadEnded(): LintelError {
  return new LintelError('INTERNAL', {
    problem: 'The thread that trains the trees has ended.',
    expected: 'a thread that runs to the end of the training',
    received: 'an early end',
    cure: 'Start the training again; if memory ran out, use fewer rows or fewer leaves.',
    retryable: true,
  });
}
