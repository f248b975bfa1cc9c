import { type Program } from './program';
import { SupervisedProgram } from './supervised-program';

/** Programs in order: each is started when the previous one is ready, and stopped before the previous one. */
export class Supervisor {
  private readonly running: SupervisedProgram[] = [];
  private stopped: Promise<void> | undefined;

  /**
   * @param logDir folder of the programs' log files
   * @param say receives the lines that a person should see
   */
  constructor(
    private readonly logDir: string,
    private readonly say: (line: string) => void,
  ) {}

  /** Starts a program; the returned `ready` and `ended` report its progress. */
  start(program: Program): SupervisedProgram {
    const supervised = new SupervisedProgram(program, this.logDir, this.say);
    this.running.push(supervised);
    return supervised;
  }

  /** Stops the programs, the last one first. Another call waits for the same end. */
  stop(): Promise<void> {
    this.stopped ??= this.stopInOrder();
    return this.stopped;
  }

  /** Kills everything at once, without draining. */
  kill(): void {
    for (const supervised of this.running) supervised.kill();
  }

  private async stopInOrder(): Promise<void> {
    for (const supervised of [...this.running].reverse()) await supervised.stop();
  }
}
