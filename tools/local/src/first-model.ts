import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type App, untilOk } from './app';
import { tryInstallEngine } from './engine';
import { PreparationNote } from './preparation-note';
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

interface Surroundings {
  readonly steps: Steps;
  readonly supervisor: Supervisor;
  readonly signal: AbortSignal;
}

/** Trains the models that are missing, one after another, while the apps serve already. */
export async function trainFirstModels(apps: readonly App[], surroundings: Surroundings): Promise<void> {
  const missing = apps
    .filter(({ vertical, modelDir }) => vertical.trainer !== undefined && !hasModel(modelDir))
    .map((app) => ({ app, note: new PreparationNote(app.modelDir) }));
  if (missing.length === 0) return;
  const { steps, signal } = surroundings;
  try {
    if (!(await tryInstallEngine(steps, signal, 'Lintel goes on without a first model'))) return;
    for (const { app, note } of missing) {
      await trainFirstModel(app, note, surroundings).catch((error: unknown) => {
        signal.throwIfAborted();
        steps.say(`\n${error instanceof Error ? error.message : String(error)}\n`);
      });
      note.end();
    }
  } finally {
    for (const { note } of missing) note.end();
  }
}

function trainFirstModel(
  { vertical, url, environment }: App,
  note: PreparationNote,
  { steps, supervisor, signal }: Surroundings,
): Promise<void> {
  return steps.step(
    'first model',
    `${vertical.name}: preparing the pictures`,
    async (progress) => {
      note.tell({ stage: 'data', share: null, secondsLeft: null });
      const trainer = supervisor.start({
        name: `${vertical.name}-trainer`,
        script: vertical.trainer ?? '',
        env: environment,
        onMessage: (message) => {
          const { success, data } = progressSchema.safeParse(message);
          if (!success) return;
          const share = Math.min(1, (data.epoch - 1 + data.batch / data.batches) / data.epochs);
          note.tell({ stage: 'training', share, secondsLeft: data.secondsLeft });
          progress(`${vertical.name}: ${describe(share, data)}`);
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

function describe(share: number, { epoch, epochs, accuracy, secondsLeft }: z.infer<typeof progressSchema>): string {
  const done = `${Math.floor(100 * share)} %, epoch ${epoch} of ${epochs}`;
  return `training, ${done}, accuracy ${accuracy.toFixed(2)}, ${Math.ceil(secondsLeft)} s left`;
}
