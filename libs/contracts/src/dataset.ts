/**
 * Examples of one shape with one class each, or with sets of labels, read by index. A dataset may be in memory or in a file; readers never
 * assume that all of it fits in memory.
 */
export interface Dataset {
  /** Number of examples. */
  readonly size: number;
  /** Shape of one example without the batch dimension, such as [height, width, channels] or [steps, features]. */
  readonly exampleShape: readonly number[];
  /** `uint8`: raw pixels in [0, 255]; `float32`: values as they are. */
  readonly dtype: 'uint8' | 'float32';
  /** Class names; a label is an index into them. */
  readonly classNames: readonly string[];
  /** Labels, length `size`, each in [0, classNames.length). */
  readonly labels: Int32Array;
  /**
   * Present if an example may have any number of classes: uint8 [size, classNames.length], 1 for each class that the
   * example has. `labels` then says nothing.
   */
  readonly labelSets?: Uint8Array;
  /**
   * The group of each example (patient, lot, customer); examples of one group are never split apart. Length `size`. If
   * absent, every example is independent.
   */
  readonly groups?: readonly string[];
  /**
   * SHA-256 of each example's original file, 32 bytes each, concatenated; equal hashes are copies of one picture.
   * Absent if the files are not known.
   */
  readonly exampleHashes?: Uint8Array;
  /** SHA-256 (hex) over the content, which identifies the data a model was trained on. */
  readonly contentHash: string;
  /**
   * Copies the examples at `indices` into `target`, in that order.
   * @param target length at least `indices.length * product(exampleShape)`, of the dataset's dtype
   */
  read(indices: ArrayLike<number>, target: Uint8Array | Float32Array): void;
  /** Releases files and memory. Later reads throw. */
  close(): void;
}

/** What a view changes of its dataset. */
export type DatasetChanges = { readonly [Key in keyof Dataset]?: Dataset[Key] | undefined };

/**
 * A view of a dataset: everything that `changes` does not name is the dataset's own. An optional part that it names as
 * undefined is left out.
 */
export function viewDataset(dataset: Dataset, changes: DatasetChanges): Dataset {
  const { size, exampleShape, dtype, classNames, labels, labelSets, groups, exampleHashes, contentHash } = dataset;
  const view = {
    ...{ size, exampleShape, dtype, classNames, labels, labelSets, groups, exampleHashes, contentHash },
    read: (indices: ArrayLike<number>, target: Uint8Array | Float32Array) => dataset.read(indices, target),
    close: () => dataset.close(),
    ...changes,
  };
  return Object.fromEntries(Object.entries(view).filter(([, value]) => value !== undefined)) as unknown as Dataset;
}

/** Datasets by purpose. The test part is never used to choose anything. */
export interface DatasetSplits {
  readonly train: Dataset;
  readonly validation: Dataset;
  readonly test: Dataset;
}
