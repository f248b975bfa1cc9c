import { join } from 'node:path';
import { type App } from './app';
import { tryAddBackbone } from './backbone';
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
 * A trainer whose first model stands on a backbone does not wait for the native engine.
 * @returns the trainers; none for apps that need the native engine, if it can't be installed
 */
export async function startTrainers(apps: readonly App[], place: TrainerPlace): Promise<SupervisedProgram[]> {
  const { steps, signal } = place;
  const trainable = apps.filter(({ vertical }) => vertical.trainer !== undefined);
  if (trainable.length === 0) return [];
  const onBackbones: App[] = [];
  for (const app of trainable) {
    const { backbone, name } = app.vertical;
    if (backbone !== undefined && (await tryAddBackbone(backbone, name, steps, signal))) onBackbones.push(app);
  }
  const programs = await startSome(onBackbones, place);
  // Pictures of one's own are trained on with it.
  const others = trainable.filter((app) => !onBackbones.includes(app));
  const without = others.length > 0 ? 'Lintel runs without training' : 'Networks can not be trained from nothing';
  if (!(await tryInstallEngine(steps, signal, without))) return programs;
  return [...programs, ...(await startSome(others, place))];
}

async function startSome(apps: readonly App[], place: TrainerPlace): Promise<SupervisedProgram[]> {
  const { steps, signal } = place;
  const programs = apps.map((app) => startTrainer(app, place));
  for (const [index, app] of apps.entries()) {
    const { ended: trainerEnded, program } = programs[index]!;
    // The supervisor shows it; until then it must not count as unhandled.
    trainerEnded.catch(() => undefined);
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
