/** What a file `NAME.bench.ts` exports as `bench`. It is run from its source, never part of a build. */
export interface Bench {
  /** One line for the list of benches. */
  readonly about: string;
  /** What is counted, in the plural, such as `images`. */
  readonly unit: string;
  prepare(): Promise<PreparedBench>;
}

/**
 * What is compared: the first contender is set against each of the others. `batch-64` with `{ ours, onnxruntime }`
 * gives the ratio `batch-64:ours/onnxruntime`. Groups may share a name.
 */
export interface Group {
  readonly name: string;
  readonly contenders: Readonly<Record<string, Contender>>;
}

export interface PreparedBench {
  readonly groups: readonly Group[];
  /** What is no speed, such as a latency: each is measured once a round, and gives `probe:value` of its values. */
  readonly probes?: Readonly<Record<string, () => Promise<Readonly<Record<string, number>>>>>;
  close(): Promise<void>;
}

export interface Contender {
  /** How many units one run works through. */
  readonly units: number;
  run(): Promise<unknown>;
}
