/** A program that the supervisor runs. */
export interface Program {
  /** Short; it prefixes messages and names the log file. */
  readonly name: string;
  /** JavaScript file, run by this version of Node.js. */
  readonly script: string;
  readonly args?: readonly string[];
  /** Added to the supervisor's own environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** Resolves when the program is ready. Default: as soon as it runs. */
  readonly ready?: (signal: AbortSignal) => Promise<void>;
  readonly onMessage?: (message: unknown) => void;
  readonly restart?: Partial<RestartPolicy>;
  /** Milliseconds it may take to finish its work after SIGTERM before it is killed. Default: 15,000. */
  readonly stopWithinMs?: number;
}

export interface RestartPolicy {
  /**
   * Number of consecutive restarts before the supervisor gives up. 0: the program runs once, and its exit code 0 is
   * success.
   */
  readonly attempts: number;
  /** Milliseconds; doubled with every attempt. */
  readonly firstDelayMs: number;
  readonly longestDelayMs: number;
  /** Milliseconds; after running this long, attempts are counted from the beginning. */
  readonly stableAfterMs: number;
}

export const DEFAULT_RESTART: RestartPolicy = {
  attempts: 5,
  firstDelayMs: 500,
  longestDelayMs: 15_000,
  stableAfterMs: 60_000,
};

/** @returns delay in ms before restart number `attempt`, counted from 1 */
export function restartDelayMs({ firstDelayMs, longestDelayMs }: RestartPolicy, attempt: number): number {
  return Math.min(firstDelayMs * 2 ** (attempt - 1), longestDelayMs);
}
