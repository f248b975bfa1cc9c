import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { LintelError } from '@lintel/contracts';

const ROOT = join(__dirname, '../../../../..');
/** Referenced by path: a tool imports no service. */
const PROGRAMS = join(ROOT, 'libs/service/src/serving/testing/programs');
const SOURCES = ['--conditions=@lintel/source', '--require', join(ROOT, 'typescript-register.cjs')];

/** A server program of libs/service that prints its address when it is ready. */
export class ServerProcess {
  private constructor(
    readonly url: string,
    private readonly child: ChildProcess,
  ) {}

  /** @throws LintelError INTERNAL if the program ends before it is ready */
  static async start(program: string, environment: Readonly<Record<string, string>>, argument?: object) {
    const args = argument === undefined ? [] : [JSON.stringify(argument)];
    const child = launch(program, environment, args, 'pipe');
    const lines = createInterface({ input: child.stdout! });
    const ended = once(child, 'exit').then(([code]) => Promise.reject(failed(program, code as number | null)));
    ended.catch(() => undefined);
    const address = new Promise<string>((resolve) =>
      // A warning may be printed first.
      lines.on('line', (line) => (line.startsWith('http://') ? resolve(line) : console.error(line))),
    );
    return new ServerProcess(await Promise.race([address, ended]), child);
  }

  /** Shuts the server down cleanly. */
  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'exit');
    // Closing stdin stops the program, also if this process is killed.
    this.child.stdin?.end();
    await ended;
  }
}

/** @throws LintelError INTERNAL if the program fails */
export async function runProgram(program: string, ...args: string[]): Promise<void> {
  const [code] = (await once(launch(program, {}, args, 'ignore'), 'exit')) as [number | null];
  if (code !== 0) throw failed(program, code);
}

function launch(
  program: string,
  environment: Readonly<Record<string, string>>,
  args: readonly string[],
  stdio: 'pipe' | 'ignore',
): ChildProcess {
  return spawn(process.execPath, [...SOURCES, join(PROGRAMS, `${program}.ts`), ...args], {
    stdio: [stdio, stdio, 'inherit'],
    env: { ...process.env, ...environment },
  });
}

function failed(program: string, code: number | null): LintelError {
  return new LintelError('INTERNAL', {
    problem: `A program of the bench ended: ${program}.`,
    expected: 'that it ends when asked to',
    received: `exit code ${String(code)}`,
    cure: 'Read its message above; if TensorFlow is missing: npm run engine',
  });
}
