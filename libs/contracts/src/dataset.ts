/**
 * Examples of one shape with a class each, read by index. A dataset may live in
 * memory or in a file; readers never assume that all of it fits in memory.
 */
export interface Dataset {
  /** Number of examples. */
  readonly size: number;
  /** Shape of one example without the batch, e.g. [height, width, channels] or [steps, features]. */
  readonly exampleShape: readonly number[];
  /** `uint8`: raw pixels in [0, 255]; `float32`: values as they are. */
  readonly dtype: 'uint8' | 'float32';
  /** Class names; a label is an index into them. */
  readonly classNames: readonly string[];
  /** Labels, length `size`, each in [0, classNames.length). */
  readonly labels: Int32Array;
  /**
   * Which examples belong together (patient, lot, customer) and must not be split apart;
   * length `size`. Absent: every example stands alone.
   */
  readonly groups?: readonly string[];
  /**
   * SHA-256 of the file of every example as it was received, 32 bytes each, one after another: equal hashes are copies
   * of one picture. Absent: the files are not known.
   */
  readonly exampleHashes?: Uint8Array;
  /** SHA-256 (hex) over the content, so that a model can name what it was trained on. */
  readonly contentHash: string;
  /**
   * Copies the examples at `indices` into `target`, one after another.
   * @param target length at least `indices.length * product(exampleShape)`, of the dataset's dtype
   */
  read(indices: ArrayLike<number>, target: Uint8Array | Float32Array): void;
  /** Frees files and memory. Reading afterwards throws. */
  close(): void;
}

/** Datasets by what they may be used for: the test part is never used to choose anything. */
export interface DatasetSplits {
  readonly train: Dataset;
  readonly validation: Dataset;
  readonly test: Dataset;
}
