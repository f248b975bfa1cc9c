import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { LintelError } from '@lintel/contracts';
import { ProgramLog } from './program-log';
import { DEFAULT_RESTART, type Program, restartDelayMs, type RestartPolicy } from './program';

const LAUNCHER = join(__dirname, '..', 'supervised.cjs');
const DEFAULT_STOP_WITHIN_MS = 15_000;
/** How long to wait for buffered output of a program that has ended, in milliseconds. */
const LAST_LINES_WITHIN_MS = 500;

/**
 * Keeps one program running: restarts it with growing delays when it ends, and stops it with all processes that it
 * started.
 */
export class SupervisedProgram {
  /** Resolves when the program is ready for the first time; rejects if the supervisor gives up before. */
  readonly ready: Promise<void>;
  /**
   * Resolves when the program ended successfully and is not to be restarted, or was stopped; rejects when the
   * supervisor gives up.
   */
  readonly ended: Promise<void>;

  private readonly log: ProgramLog;
  private readonly policy: RestartPolicy;
  private readonly stopping = new AbortController();
  private child: ChildProcess | undefined;

  /**
   * @param logDir folder of the program's log file
   * @param say receives the lines that a person should see
   */
  constructor(
    readonly program: Program,
    logDir: string,
    private readonly say: (line: string) => void,
  ) {
    this.log = new ProgramLog(join(logDir, `${program.name}.log`));
    this.policy = { ...DEFAULT_RESTART, ...program.restart };
    let becomeReady = (): void => undefined;
    const firstReady = new Promise<void>((resolve) => (becomeReady = resolve));
    this.ended = this.keepRunning(becomeReady);
    this.ready = Promise.race([firstReady, this.ended]);
    // A caller that needs them awaits them; an unawaited rejection must not end the supervisor.
    this.ready.catch(() => undefined);
    this.ended.catch(() => undefined);
  }

  /** Asks the program to finish, waits, and kills it if that takes too long. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.child?.kill('SIGTERM');
    const deadline = setTimeout(() => {
      this.say(`${this.program.name} did not stop in time and is killed`);
      this.kill();
    }, this.program.stopWithinMs ?? DEFAULT_STOP_WITHIN_MS);
    await this.ended.catch(() => undefined);
    clearTimeout(deadline);
    await this.log.close();
  }

  /** Kills the program and all processes that it started, at once. */
  kill(): void {
    this.stopping.abort();
    if (this.child?.pid !== undefined) killGroup(this.child.pid);
  }

  private async keepRunning(becomeReady: () => void): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      const startedAt = Date.now();
      const outcome = await this.runOnce(becomeReady);
      if (this.stopping.signal.aborted || (outcome === 'exit code 0' && this.policy.attempts === 0)) return;
      if (Date.now() - startedAt >= this.policy.stableAfterMs) attempt = 1;
      if (attempt > this.policy.attempts) throw this.givenUp(outcome);
      const delayMs = restartDelayMs(this.policy, attempt);
      const count = `restart ${attempt} of ${this.policy.attempts}`;
      this.say(`${this.program.name} ended (${outcome}); ${count} in ${delayMs / 1000} s. Log: ${this.log.file}`);
      await sleep(delayMs, undefined, { signal: this.stopping.signal }).catch(() => undefined);
      if (this.stopping.signal.aborted) return;
    }
  }

  /** @returns how the program ended, in words */
  private async runOnce(becomeReady: () => void): Promise<string> {
    const { script, args = [], env, ready, onMessage } = this.program;
    const child = spawn(process.execPath, [LAUNCHER, script, ...args], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      // In its own process group: Ctrl-C on the terminal reaches only the supervisor, which stops programs in order.
      detached: true,
    });
    this.child = child;
    this.log.follow(child);
    if (onMessage !== undefined) child.on('message', onMessage);
    const ended = new AbortController();
    void (ready?.(ended.signal) ?? Promise.resolve()).then(becomeReady, () => undefined);
    const written = once(child, 'close').catch(() => undefined);
    const outcome = await once(child, 'exit').then(
      ([code, signal]: (string | number | null)[]) => (signal === null ? `exit code ${code}` : String(signal)),
      (error: Error) => error.message,
    );
    ended.abort();
    this.child = undefined;
    // Processes that it started and left behind would hold its port and its output.
    if (child.pid !== undefined) killGroup(child.pid);
    await Promise.race([written, sleep(LAST_LINES_WITHIN_MS, undefined, { ref: false })]);
    return outcome;
  }

  private givenUp(outcome: string): LintelError {
    const { name } = this.program;
    const times = this.policy.attempts === 0 ? '' : ` again after ${this.policy.attempts} restarts`;
    return new LintelError('SERVICE_UNAVAILABLE', {
      problem: `${name} ended${times} (${outcome}). Its last lines:\n\n${this.log.lastLines().join('\n')}\n`,
      cure: `fix what its log reports, then start again: ${this.log.file}`,
    });
  }
}

function killGroup(leader: number): void {
  try {
    process.kill(-leader, 'SIGKILL');
  } catch {
    // The process group no longer exists.
  }
}
