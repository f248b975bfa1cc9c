import { homedir } from 'node:os';
import { join } from 'node:path';
import { cacheFolder, LintelError } from '@lintel/contracts';
import { withBackground } from '@lintel/core-ml';
import { runPipeline } from '@lintel/core-ml/training';
import { openFashionMnist, splitDataset } from '@lintel/data';
import { readConfig } from '@lintel/service';
import { z } from 'zod';
import { recogniserPipeline } from './pipeline/recogniser.pipeline';

const configSchema = z.object({
  /** Where the model is put. */
  MODEL_DIR: z.string({ error: 'is missing; the folder for the trained model' }),
});

/** Trains the recogniser and exits: the vertical's second role. A parent process is told of the progress. */
async function train(): Promise<void> {
  const stopped = new AbortController();
  process.once('SIGTERM', () => stopped.abort()).once('SIGINT', () => stopped.abort());
  const config = readConfig(configSchema, process.env);
  const { signal } = stopped;
  const cacheDir = join(cacheFolder(process.env, homedir()), 'datasets');

  const { preprocessing, seed, split } = recogniserPipeline;
  const dataset = withBackground(await openFashionMnist({ cacheDir, signal }), preprocessing);
  const { manifest } = await runPipeline(recogniserPipeline, {
    dataset: { name: 'Fashion-MNIST', ...splitDataset(dataset, { ...split, seed }) },
    out: config.MODEL_DIR,
    overwrite: true,
    resume: true,
    signal,
    onProgress: (progress) => process.send?.(progress),
    onLog: (message) => console.log(JSON.stringify({ level: 'log', message })),
  });
  const accuracy = manifest.evaluation?.accuracy.toFixed(4);
  console.log(JSON.stringify({ level: 'log', message: 'trained', model: manifest.name, testAccuracy: accuracy }));
}

train().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof LintelError ? `${error.code}: ${error.message}` : error);
    process.exit(1);
  },
);
