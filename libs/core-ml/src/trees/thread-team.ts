/** The number of the job in the high bits, in the low ones how many of its items nobody has taken yet. */
const TICKET = 0;
const FINISHED = 1;
const COUNT = 2;
const COMMAND = 3;
const ARGUMENTS = 4;
const ARGUMENT_COUNT = 6;
const STOPPED = 10;
const SLEEPING = 11;
const WORDS = 12;

const ITEM_BITS = 12;
const ITEM_MASK = (1 << ITEM_BITS) - 1;
export const MOST_ITEMS = ITEM_MASK;
/** A job follows within microseconds as a rule; only then is a thread put to sleep. */
const SPINS = 2_000;

export type WorkOnItem = (command: number, item: number, job: Int32Array) => void;

/**
 * Threads that share the items of small jobs through shared memory. Items are independent of each other, so the result
 * does not depend on who works on which, nor on how many threads there are. A thread that is late is not waited for:
 * the others take its items.
 */
export class ThreadTeam {
  private readonly job: Int32Array;

  /** @param control shared by all threads; see {@link ThreadTeam.createControl} */
  constructor(
    private readonly control: Int32Array,
    private readonly workOn: WorkOnItem,
  ) {
    this.job = control.subarray(ARGUMENTS, ARGUMENTS + ARGUMENT_COUNT);
  }

  static createControl(): Int32Array {
    return new Int32Array(new SharedArrayBuffer(WORDS * Int32Array.BYTES_PER_ELEMENT));
  }

  /**
   * Works on all items of a job, with whoever helps, and returns when all are done.
   * @param items at most {@link MOST_ITEMS}
   * @param job up to six integers for every item
   */
  run(command: number, items: number, ...job: readonly number[]): void {
    const { control } = this;
    if (items === 0) return;
    control[COUNT] = items;
    control[COMMAND] = command;
    this.job.set(job);
    Atomics.store(control, FINISHED, 0);
    const number = (Atomics.load(control, TICKET) >>> ITEM_BITS) + 1;
    Atomics.store(control, TICKET, (number << ITEM_BITS) | items);
    if (Atomics.load(control, SLEEPING) > 0) Atomics.notify(control, TICKET);
    while (this.takeItem());
    for (let spins = 0; ; spins += 1) {
      const finished = Atomics.load(control, FINISHED);
      if (finished === items) return;
      if (spins > SPINS) Atomics.wait(control, FINISHED, finished, 10);
    }
  }

  /** Works on items until {@link ThreadTeam.stop}. Blocks its thread. */
  help(): void {
    const { control } = this;
    for (let spins = 0; Atomics.load(control, STOPPED) === 0; spins += 1) {
      const ticket = Atomics.load(control, TICKET);
      if (this.takeItem()) spins = 0;
      else if (spins > SPINS) {
        Atomics.add(control, SLEEPING, 1);
        // The time limit covers a stop, or a job that began between the look and the sleep.
        Atomics.wait(control, TICKET, ticket, 50);
        Atomics.sub(control, SLEEPING, 1);
        spins = 0;
      }
    }
  }

  /** Ends the threads that help. */
  stop(): void {
    Atomics.store(this.control, STOPPED, 1);
    Atomics.notify(this.control, TICKET);
  }

  private takeItem(): boolean {
    const { control } = this;
    const ticket = Atomics.load(control, TICKET);
    const left = ticket & ITEM_MASK;
    if (left === 0) return false;
    // Succeeds only while the job is unfinished, so what was written for it still stands.
    if (Atomics.compareExchange(control, TICKET, ticket, ticket - 1) !== ticket) return true;
    this.workOn(control[COMMAND]!, left - 1, this.job);
    if (Atomics.add(control, FINISHED, 1) + 1 === control[COUNT]!) Atomics.notify(control, FINISHED);
    return true;
  }
}
