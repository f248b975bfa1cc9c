import { extname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { LintelError, sizeOfShape } from '@lintel/contracts';
import { type BatchParcel, type WorkerAnswer } from './batch-worker';
import { labelsOf, shuffledBatches, shuffledOrder, type ShuffledBatchesConfig } from './batches';
import { type Batch } from './training-step';

/** Batches in flight: one is being trained on, the others are ready or being prepared. */
const AHEAD = 3;

export type BatchSourceConfig = Omit<ShuffledBatchesConfig, 'epoch'>;

/** The batches of a training, epoch by epoch. */
export interface BatchSource {
  /** As {@link shuffledBatches}: a batch is valid until the next one. */
  epoch(epoch: number): AsyncIterable<Batch> | Iterable<Batch>;
  close(): Promise<void>;
}

/** Pictures are augmented and normalised in a worker thread while the engine trains; numbers are taken as they are. */
export function openBatchSource(config: BatchSourceConfig): BatchSource {
  if (config.dataset.dtype === 'uint8' && canStartWorker()) return new WorkerBatches(config);
  return { epoch: (epoch) => shuffledBatches({ ...config, epoch }), close: () => Promise.resolve() };
}

const WORKER = join(__dirname, `batch-worker${extname(__filename)}`);
/** A test runner that compiles TypeScript can't do so in a worker thread. */
const canStartWorker = (): boolean => extname(WORKER) !== '.ts' || '.ts' in require.extensions;

/** Shuffles and reads on this thread, which is cheap, and processes the pixels in a worker. */
class WorkerBatches implements BatchSource {
  private readonly worker: Worker;
  private readonly exampleSize: number;
  private readonly free: Pick<BatchParcel, 'pixels' | 'inputs'>[];
  /** In the order of the worker's answers. */
  private readonly waiting: { resolve: (answer: WorkerAnswer) => void; reject: (error: unknown) => void }[] = [];
  /** The reason why the worker no longer answers. */
  private ended: Error | undefined;

  constructor(private readonly config: BatchSourceConfig) {
    const { dataset, preprocessor, augmentation, seed, batchSize } = config;
    const { exampleShape } = dataset;
    this.exampleSize = sizeOfShape(dataset.exampleShape);
    const length = Math.min(batchSize, dataset.size) * this.exampleSize;
    this.free = Array.from({ length: AHEAD }, () => ({
      pixels: new ArrayBuffer(length),
      inputs: new ArrayBuffer(length * Float32Array.BYTES_PER_ELEMENT),
    }));
    this.worker = new Worker(WORKER, { workerData: { exampleShape, preprocessor, augmentation, seed } });
    this.worker.on('message', (answer: WorkerAnswer) => this.waiting.shift()?.resolve(answer));
    const end = (error: Error): void => {
      this.ended ??= error;
      this.waiting.splice(0).forEach(({ reject }) => reject(error));
    };
    this.worker.on('error', end);
    this.worker.on('exit', () => end(workerEnded()));
  }

  async *epoch(epoch: number): AsyncGenerator<Batch> {
    const { dataset, seed, batchSize } = this.config;
    const order = shuffledOrder(dataset.size, seed, epoch);
    const answers: Promise<WorkerAnswer>[] = [];
    let asked = 0;
    const ask = (): void => {
      while (asked < order.length && this.free.length > 0) {
        const indices = order.subarray(asked, asked + batchSize);
        answers.push(this.send(epoch, asked === 0, indices));
        asked += batchSize;
      }
    };
    let held: WorkerAnswer | undefined;
    try {
      for (let start = 0; start < order.length; start += batchSize) {
        ask();
        held = await answers.shift()!;
        const { size, inputs, error } = held;
        if (error) throw new LintelError(error.code, error);
        const labels = new Int32Array(size);
        labelsOf(dataset, order.subarray(start, start + size), labels);
        yield { inputs: new Float32Array(inputs, 0, size * this.exampleSize), labels, size };
        this.free.push(held);
        held = undefined;
      }
    } finally {
      // If the caller stops early, batches are still being prepared.
      this.free.push(...(held ? [held] : []), ...(await settled(answers)));
    }
  }

  async close(): Promise<void> {
    await this.worker.terminate();
  }

  private send(epoch: number, isFirst: boolean, indices: Int32Array): Promise<WorkerAnswer> {
    const { pixels, inputs } = this.free.pop()!;
    const size = indices.length;
    this.config.dataset.read(indices, new Uint8Array(pixels, 0, size * this.exampleSize));
    const parcel: BatchParcel = { epoch, isFirst, size, pixels, inputs };
    this.worker.postMessage(parcel, [pixels, inputs]);
    return new Promise((resolve, reject) => {
      if (this.ended === undefined) this.waiting.push({ resolve, reject });
      else reject(this.ended);
    });
  }
}

async function settled<T>(promises: readonly Promise<T>[]): Promise<T[]> {
  const results = await Promise.allSettled(promises);
  return results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
}

function workerEnded(): LintelError {
  return new LintelError('INTERNAL', {
    problem: 'The thread that prepares the batches has ended.',
    cure: 'Run it again with resume to continue after the last complete epoch.',
  });
}
