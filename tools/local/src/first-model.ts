import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type App, untilOk } from './app';
import { tryInstallEngine } from './engine';
import { type Steps } from './steps';
import { type Supervisor } from './supervisor';

/** What a trainer tells while it works; the rest of its messages is not for here. */
const progressSchema = z.object({
  epoch: z.int(),
  epochs: z.int(),
  batch: z.int(),
  batches: z.int(),
  accuracy: z.number(),
  secondsLeft: z.number(),
});

/** Trains the models that are missing, one after another, while the apps serve already. */
export async function trainFirstModels(
  apps: readonly App[],
  { steps, supervisor, signal }: { steps: Steps; supervisor: Supervisor; signal: AbortSignal },
): Promise<void> {
  const missing = apps.filter(({ vertical, modelDir }) => vertical.trainer !== undefined && !hasModel(modelDir));
  if (missing.length === 0) return;
  if (!(await tryInstallEngine(steps, signal, 'Lintel goes on without a first model'))) return;
  for (const app of missing) {
    try {
      await trainFirstModel(app, { steps, supervisor, signal });
    } catch (error) {
      if (signal.aborted) return;
      steps.say(`\n${error instanceof Error ? error.message : String(error)}\n`);
    }
  }
}

function trainFirstModel(
  { vertical, url, environment }: App,
  { steps, supervisor, signal }: { steps: Steps; supervisor: Supervisor; signal: AbortSignal },
): Promise<void> {
  return steps.step(
    'first model',
    `${vertical.name}: preparing the pictures`,
    async (progress) => {
      const trainer = supervisor.start({
        name: `${vertical.name}-trainer`,
        script: vertical.trainer ?? '',
        env: environment,
        onMessage: (message) => {
          const { success, data } = progressSchema.safeParse(message);
          if (success) progress(`${vertical.name}: ${describe(data)}`);
        },
        restart: { attempts: 0 },
      });
      await trainer.ended;
      progress(`${vertical.name}: waiting until it is served`);
      await untilOk(`${url}/health/ready`, signal);
    },
    () => `${vertical.name}: trained, and served at ${url}`,
  );
}

function hasModel(modelDir: string): boolean {
  return existsSync(join(modelDir, 'manifest.json'));
}

function describe({ epoch, epochs, batch, batches, accuracy, secondsLeft }: z.infer<typeof progressSchema>): string {
  const done = Math.floor((100 * (epoch - 1 + batch / batches)) / epochs);
  return `training, ${done} %, epoch ${epoch} of ${epochs}, accuracy ${accuracy.toFixed(2)}, ${Math.ceil(secondsLeft)} s left`;
}
