import { join } from 'node:path';
import { type App } from './app';
import { codeCommit } from './code-commit';
import { tryInstallEngine } from './engine';
import { showFirstModel } from './first-model';
import { type SigningKeys } from './signing-keys';
import { type Steps } from './steps';
import { type SupervisedProgram } from './supervised-program';
import { type Supervisor } from './supervisor';

/** A trainer returns its current job to the queue. */
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
 * Starts the trainers of the apps that have one, while the apps already serve, and shows the progress of first models.
 * @returns the trainers; none if the native engine can't be installed
 */
export async function startTrainers(apps: readonly App[], place: TrainerPlace): Promise<SupervisedProgram[]> {
  const { steps, signal } = place;
  const trainable = apps.filter(({ vertical }) => vertical.trainer !== undefined);
  if (trainable.length === 0) return [];
  if (!(await tryInstallEngine(steps, signal, 'Lintel runs without training'))) return [];
  const programs = trainable.map((app) => startTrainer(app, place));
  for (const [index, app] of trainable.entries()) {
    const { ended: trainerEnded, program } = programs[index]!;
    const trainerLog = join(place.dataDir, 'logs', `${program.name}.log`);
    await showFirstModel(app, { steps, signal, trainerEnded, trainerLog });
  }
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
