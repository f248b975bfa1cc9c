/** Result of one batch: the mean loss over its examples, and the number of correct answers. */
export type StepResult = { readonly loss: number; readonly correct: number };

/** A batch as the engine takes it. */
export interface Batch<Inputs extends Float32Array | Int32Array = Float32Array> {
  /** `size` examples one after another. */
  readonly inputs: Inputs;
  /** The true class of each example, in [0, classes), or its true value, or 1 or 0 for each of its labels. */
  readonly labels: Int32Array | Float32Array;
  readonly size: number;
}

/** A batch of numbers, or of ids (such as those of words) for a model whose input is int32. */
export type TrainingBatch = Batch<Float32Array | Int32Array>;

/** Position of a step in the whole run. */
export interface StepSchedule {
  /** 0 for the first step of the run, also after a resume: random masks and bias corrections depend on it. */
  readonly step: number;
  readonly learningRate: number;
}

/** Named numbers with a shape: a weight, a moment of the optimiser. */
export interface NamedArray {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** A model in training: its weights, its optimiser and their update. */
export interface TrainingStep {
  /** One step of the optimiser. The loss is the one before the step, without penalties. */
  train(batch: TrainingBatch, schedule: StepSchedule): StepResult;
  /** Loss and correct answers without learning. */
  evaluate(batch: TrainingBatch): StepResult;
  /** Copies of the model's weights, the trained and the moving ones. */
  readWeights(): NamedArray[];
  writeWeights(weights: readonly NamedArray[]): void;
  /** Copies of the optimiser's slots. Together with the weights, they are all that a later process needs to resume. */
  readOptimizer(): Promise<NamedArray[]>;
  writeOptimizer(slots: readonly NamedArray[]): Promise<void>;
  /** A copy of the running average of the weights, in the order of `readWeights`; undefined if none is kept. */
  readAverage(): NamedArray[] | undefined;
  writeAverage(weights: readonly NamedArray[]): void;
  /** Frees the optimiser but not the model. */
  dispose(): void;
}
