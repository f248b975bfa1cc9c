import { type Program } from './program';
import { SupervisedProgram } from './supervised-program';

/** Programs in an order: each is started when the one before is ready, and stopped before the one before. */
export class Supervisor {
  private readonly running: SupervisedProgram[] = [];
  private stopped: Promise<void> | undefined;

  /**
   * @param logDir folder of the programs' log files
   * @param say takes the lines that a person should see
   */
  constructor(
    private readonly logDir: string,
    private readonly say: (line: string) => void,
  ) {}

  /** Starts a program; `ready` and `ended` of what it returns tell how it goes. */
  start(program: Program): SupervisedProgram {
    const supervised = new SupervisedProgram(program, this.logDir, this.say);
    this.running.push(supervised);
    return supervised;
  }

  /** Stops the programs, the last first. Calling it again waits for the same end. */
  stop(): Promise<void> {
    this.stopped ??= this.stopInOrder();
    return this.stopped;
  }

  /** Ends everything at once, without draining. */
  kill(): void {
    for (const supervised of this.running) supervised.kill();
  }

  private async stopInOrder(): Promise<void> {
    for (const supervised of [...this.running].reverse()) await supervised.stop();
  }
}
