/** The export `bench` of a file `NAME.bench.ts`. It runs from source and is never part of a build. */
export interface Bench {
  /** One line for the list of benches. */
  readonly about: string;
  /** What is counted, in the plural, such as `images`. */
  readonly unit: string;
  prepare(): Promise<PreparedBench>;
}

/**
 * The contenders to compare: the first one is compared with each of the others. `batch-64` with `{ ours, onnxruntime }`
 * gives the ratio `batch-64:ours/onnxruntime`. Several groups may share a name.
 */
export interface Group {
  readonly name: string;
  readonly contenders: Readonly<Record<string, Contender>>;
}

export interface PreparedBench {
  readonly groups: readonly Group[];
  /** Values that are not speeds, such as latencies: each is measured once a round and reported as `probe:value`. */
  readonly probes?: Readonly<Record<string, () => Promise<Readonly<Record<string, number>>>>>;
  close(): Promise<void>;
}

export interface Contender {
  /** How many units one run works through. */
  readonly units: number;
  run(): Promise<unknown>;
}
