import { type Steps } from './steps';

export interface RunOptions {
  /** Root folder of the workspace. */
  readonly root: string;
  /** Folder of the database, models and logs. */
  readonly dataDir: string;
  /** Port that the user requested. Default: 3000, or the next free one. */
  readonly port: number | undefined;
  /** True: events over our own Kafka instead of the log in PostgreSQL. */
  readonly kafka: boolean;
  /** False: no native engine, no trainer. */
  readonly train: boolean;
  /** Aborted when everything is to stop. */
  readonly signal: AbortSignal;
  readonly steps: Steps;
  /** Receives the text that a second `npm start` shows. */
  readonly describe: (state: string) => void;
  /** Receives the function that kills everything at once. */
  readonly onKill: (kill: () => void) => void;
}
