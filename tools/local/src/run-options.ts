import { type Steps } from './steps';

export interface RunOptions {
  /** Folder of the workspace. */
  readonly root: string;
  /** Where the database, models and logs live. */
  readonly dataDir: string;
  /** Named by a person. Default: 3000, or the next free one. */
  readonly port: number | undefined;
  /** True: events over a Kafka of our own, instead of the log in PostgreSQL. */
  readonly kafka: boolean;
  /** False: no native engine, no trainer. */
  readonly train: boolean;
  /** Aborted when everything is to stop. */
  readonly signal: AbortSignal;
  readonly steps: Steps;
  /** Takes what a second `npm start` shall tell. */
  readonly describe: (state: string) => void;
  /** Takes the function that ends everything at once. */
  readonly onKill: (kill: () => void) => void;
}
