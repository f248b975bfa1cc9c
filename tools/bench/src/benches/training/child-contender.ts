import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface, type Interface } from 'node:readline';
import { LintelError } from '@lintel/contracts';
import { type Contender } from '../../bench';

/** A program that trains one epoch for every line it receives, and replies with a line. */
export class ChildContender implements Contender {
  private constructor(
    private readonly child: ChildProcessWithoutNullStreams,
    private readonly lines: Interface,
    readonly units: number,
  ) {}

  /** Waits for the program's first line, which means that it is ready. */
  static async start(command: string, args: readonly string[], units: number): Promise<ChildContender> {
    const child = spawn(command, args, { stdio: 'pipe' });
    let errors = '';
    child.stderr.on('data', (text: Buffer) => (errors = (errors + text.toString()).slice(-2000)));
    const lines = createInterface({ input: child.stdout });
    const contender = new ChildContender(child, lines, units);
    const failed = once(child, 'exit').then(([code]) => {
      throw new LintelError('INTERNAL', {
        problem: `A contender ended: ${args.join(' ')}`,
        received: `exit code ${String(code)}\n${errors}`,
        cure: 'Read the message above.',
      });
    });
    failed.catch(() => undefined);
    contender.ended = failed;
    await Promise.race([once(lines, 'line'), failed]);
    return contender;
  }

  private ended: Promise<never> = new Promise(() => undefined);

  async run(): Promise<void> {
    const answer = once(this.lines, 'line');
    this.child.stdin.write('epoch\n');
    await Promise.race([answer, this.ended]);
  }

  stop(): void {
    this.child.stdin.end();
    this.child.kill();
  }
}
