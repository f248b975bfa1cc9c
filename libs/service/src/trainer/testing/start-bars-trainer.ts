import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestModels } from '../../testing/models';

export interface RunningBarsTrainer {
  readonly pid: number;
  /** Sends SIGKILL; its child processes end by themselves. */
  kill(): Promise<void>;
  /** Sends SIGTERM. @returns the exit code */
  stop(): Promise<number | null>;
  readonly output: () => string;
}

const HOOK = join(__dirname, '../../../../../typescript-register.cjs');

/** Starts a trainer as a separate process, from its sources. Trainers of one test can share a work folder. */
export async function startBarsTrainer(
  databaseUrl: string,
  { environment, signingKeyFile }: TestModels,
  workDir?: string,
): Promise<RunningBarsTrainer> {
  const child: ChildProcess = spawn(
    process.execPath,
    ['--conditions=@lintel/source', '--require', HOOK, join(__dirname, 'programs', 'bars-trainer.ts')],
    {
      env: {
        ...process.env,
        DATABASE_URL: databaseUrl,
        ...environment,
        MODEL_SIGNING_KEY: signingKeyFile,
        WORK_DIR: workDir ?? (await mkdtemp(join(tmpdir(), 'lintel-work-'))),
        TRAINER_LEASE_MS: '3000',
        CODE_COMMIT: 'c0ffee',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let output = '';
  for (const stream of [child.stdout!, child.stderr!]) {
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  }
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill(signal);
      await once(child, 'exit');
    }
    return child.exitCode;
  };
  return {
    pid: child.pid!,
    kill: async () => void (await end('SIGKILL')),
    stop: () => end('SIGTERM'),
    output: () => output,
  };
}
