import { createHash } from 'node:crypto';
import { LintelError } from '@lintel/contracts';
import { openBatchSource, type BatchSourceConfig } from '../batch-source';
import { shuffledBatches } from '../batches';
import { type Batch } from '../training-step';
import { barDataset, barPreprocessor } from './bars';

/**
 * Prepares batches in a worker and on the main thread, in a separate process because a test runner can't start
 * TypeScript workers. Prints the result as one line of JSON.
 */
const augmentation = {
  horizontalFlip: true,
  shiftPixels: 2,
  shiftEdge: 'reflect',
  cutoutPixels: 3,
  invert: true,
} as const;
const config: BatchSourceConfig = {
  dataset: barDataset(100, 1),
  preprocessor: barPreprocessor,
  batchSize: 16,
  seed: 7,
  augmentation,
};

async function digestOf(batches: AsyncIterable<Batch> | Iterable<Batch>, most = Infinity): Promise<string> {
  const hash = createHash('sha256');
  let count = 0;
  for await (const { inputs, labels, size } of batches) {
    // Gives the worker time to overwrite the held batch.
    await new Promise((resolve) => setTimeout(resolve, 5));
    hash.update(inputs).update(labels).update(String(size));
    if (++count === most) break;
  }
  return `${count} ${hash.digest('hex')}`;
}

async function main(): Promise<void> {
  const source = openBatchSource(config);
  const epochs = [1, 2, 2, 3];
  const most = [Infinity, 2, Infinity, Infinity];
  const worker: string[] = [];
  for (const [at, epoch] of epochs.entries()) worker.push(await digestOf(source.epoch(epoch), most[at]));
  const thread: string[] = [];
  for (const [at, epoch] of epochs.entries())
    thread.push(await digestOf(shuffledBatches({ ...config, epoch }), most[at]));
  await source.close();
  const afterClose = await digestOf(source.epoch(4)).catch((error: unknown) => (error as LintelError).problem);

  const wrong = openBatchSource({ ...config, augmentation: { ...augmentation, shiftPixels: 50 } });
  const refused = await digestOf(wrong.epoch(1)).catch((error: unknown) =>
    error instanceof LintelError ? error.code : String(error),
  );
  await wrong.close();
  console.log(JSON.stringify({ worker, thread, inWorker: source.constructor.name, refused, afterClose }));
}
void main();
