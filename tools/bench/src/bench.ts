/** What a file `NAME.bench.ts` exports as `bench`. It is run from its source, never part of a build. */
export interface Bench {
  /** One line for the list of benches. */
  readonly about: string;
  /** What is counted, in the plural, such as `images`. */
  readonly unit: string;
  prepare(): Promise<PreparedBench>;
}

export interface PreparedBench {
  /**
   * What is compared: within a group the first is set against each of the others.
   * `{ 'batch-64': { ours, onnxruntime } }` gives the ratio `batch-64:ours/onnxruntime`.
   */
  readonly groups: Readonly<Record<string, Readonly<Record<string, Contender>>>>;
  close(): Promise<void>;
}

export interface Contender {
  /** How many units one run works through. */
  readonly units: number;
  run(): Promise<unknown>;
}
