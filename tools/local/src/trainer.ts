import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { modelPreparationSchema, type ModelPreparation } from '@lintel/contracts';
import { z } from 'zod';
import { type App } from './app';
import { codeCommit } from './code-commit';
import { tryInstallEngine } from './engine';
import { type SigningKeys } from './signing-keys';
import { type Steps } from './steps';
import { type SupervisedProgram } from './supervised-program';
import { type Supervisor } from './supervisor';

const POLL_MS = 500;
/** A trainer puts the job in hand back into the queue. */
const STOP_WITHIN_MS = 20_000;

export interface TrainerPlace {
  readonly root: string;
  readonly dataDir: string;
  readonly keys: SigningKeys;
  readonly steps: Steps;
  readonly supervisor: Supervisor;
  readonly signal: AbortSignal;
}

/**
 * Starts the trainers of the apps that have one, while the apps serve already, and shows how far first models are.
 * @returns the trainers; none where the native engine cannot be installed
 */
export async function startTrainers(apps: readonly App[], place: TrainerPlace): Promise<SupervisedProgram[]> {
  const { steps, signal } = place;
  const trainable = apps.filter(({ vertical }) => vertical.trainer !== undefined);
  if (trainable.length === 0) return [];
  if (!(await tryInstallEngine(steps, signal, 'Lintel goes on without training'))) return [];
  const programs = trainable.map((app) => startTrainer(app, place));
  for (const app of trainable) await showFirstModel(app, place);
  return programs;
}

function startTrainer({ vertical, environment }: App, { root, dataDir, keys, supervisor }: TrainerPlace) {
  const commit = codeCommit(root);
  return supervisor.start({
    name: `${vertical.name}-trainer`,
    script: vertical.trainer ?? '',
    env: {
      ...environment,
      MODEL_SIGNING_KEY: keys.privateKeyFile,
      WORK_DIR: join(dataDir, 'work', vertical.name),
      ...(commit === undefined ? {} : { CODE_COMMIT: commit }),
    },
    stopWithinMs: STOP_WITHIN_MS,
  });
}

/** Says how far the first model is, until it is served; nothing where there is one. */
async function showFirstModel({ vertical, url }: App, { steps, signal }: TrainerPlace): Promise<void> {
  if ((await preparationAt(url, signal)) === 'served') return;
  let tries = 0;
  await steps.step(
    'first model',
    `${vertical.name}: waiting for its trainer`,
    async (progress) => {
      for (;;) {
        const found = await preparationAt(url, signal);
        if (found === 'served') return true;
        // The job is asked for when the trainer starts, and gone when it has failed.
        tries = found === null ? tries + 1 : 0;
        if (tries > 60_000 / POLL_MS) return false;
        if (found !== null) progress(`${vertical.name}: ${describe(found)}`);
        await sleep(POLL_MS, undefined, { signal });
      }
    },
    (served) =>
      served
        ? `${vertical.name}: trained, and served at ${url}`
        : `${vertical.name}: nobody makes one; the console says why`,
  );
}

const preparationAnswer = z.object({ served: z.boolean(), preparation: modelPreparationSchema.nullable() });

async function preparationAt(url: string, signal: AbortSignal): Promise<ModelPreparation | 'served' | null> {
  const answer = await fetch(`${url}/v1/model/preparation`, { signal }).catch(() => undefined);
  if (answer?.ok !== true) return null;
  const parsed = preparationAnswer.safeParse(await answer.json().catch(() => undefined));
  if (!parsed.success) return null;
  return parsed.data.served ? 'served' : parsed.data.preparation;
}

function describe({ stage, share, secondsLeft }: ModelPreparation): string {
  const doing = { waiting: 'waiting', data: 'preparing the pictures', training: 'training', evaluation: 'evaluating' };
  const done = share === null ? '' : `, ${Math.floor(100 * share)} %`;
  const left = secondsLeft === null ? '' : `, ${Math.ceil(secondsLeft)} s left`;
  return doing[stage] + done + left;
}
