import { type TaskId } from '@lintel/contracts';
import { rowsOf, type TensorBatch } from '../inference/tensor-batch';
import { type AnswerSummary, type InputOf, type ServedTask } from '../tasks/served-task';
import { type Outcome, type PredictOptions, type Predictor } from './predictor';

/** A request that any predictor of the task can run and whose answers can be compared. */
export interface ServedRequest<Id extends TaskId, Output> {
  readonly examples: number;
  /** Ids of the examples, in the same order, if the caller keeps them. */
  readonly ids?: readonly string[] | undefined;
  /** Bytes that it holds in memory while it waits for a challenger. */
  readonly bytes: number;
  /**
   * Whether a challenger can process the same request. A tensor was prepared for the champion; in canary mode the
   * challenger's outputs are also read as those of the champion.
   */
  suits(champion: Predictor<Id>, challenger: Predictor<Id>, mode: 'shadow' | 'canary'): boolean;
  ask(predictor: Predictor<Id>, options: PredictOptions): Promise<Output>;
  /** One per example; null if there is no answer. */
  read(predictor: Predictor<Id>, output: Output): (AnswerSummary | null)[];
  /** True if the model's answer to one of the examples is NaN: the model is at fault, not the example. */
  isBroken(output: Output): boolean;
  /**
   * Splits the request into pieces, for a model that must not block the event loop for long.
   * @param answeredBy provides the shape of an example
   */
  pieces(answeredBy: Predictor<Id>): ServedRequest<Id, Output>[];
}

/** Examples per piece for a shadow challenger. */
const PIECE = 16;

/**
 * @param inputs must not be changed afterwards
 * @param ids of the inputs, in the same order
 * @param also meanings of outputs that are computed on request only
 */
export function inputRequest<Id extends TaskId>(
  task: ServedTask<Id>,
  inputs: readonly InputOf<Id>[],
  { ids, also }: { readonly ids?: readonly string[] | undefined; readonly also?: readonly string[] | undefined } = {},
): ServedRequest<Id, Outcome<Id>[]> {
  return {
    examples: inputs.length,
    ids,
    bytes: inputs.reduce((sum, input) => sum + task.bytesOf(input), 0),
    suits: () => true,
    ask: (predictor, options) => predictor.predictSettled(inputs, { ...options, also }),
    read: (_, outcomes) => outcomes.map((outcome) => (outcome.ok ? task.summarise(outcome.prediction) : null)),
    isBroken: (outcomes) => outcomes.some((outcome) => !outcome.ok && outcome.error.code === 'MODEL_INVALID'),
    pieces: () =>
      Array.from({ length: Math.ceil(inputs.length / PIECE) }, (_, index) =>
        inputRequest(task, inputs.slice(index * PIECE, (index + 1) * PIECE)),
      ),
  };
}

/**
 * Inputs whose answers are wanted as tensors.
 * @param inputs must not be changed afterwards
 * @param also meanings of outputs that are computed on request only
 */
export function inputTensorRequest<Id extends TaskId>(
  task: ServedTask<Id>,
  inputs: readonly InputOf<Id>[],
  also: readonly string[] = [],
): ServedRequest<Id, TensorBatch> {
  return {
    examples: inputs.length,
    bytes: inputs.reduce((sum, input) => sum + task.bytesOf(input), 0),
    suits: (champion, challenger, mode) => mode === 'shadow' || answersAlike(champion, challenger, also),
    ask: (predictor, options) => predictor.runInputs(inputs, { ...options, also }),
    read: ({ manifest }, outputs) => task.summariseOutputs(outputs, inputs.length, manifest),
    isBroken: isNotFinite,
    pieces: () =>
      Array.from({ length: Math.ceil(inputs.length / PIECE) }, (_, index) =>
        inputTensorRequest(task, inputs.slice(index * PIECE, (index + 1) * PIECE)),
      ),
  };
}

/** Whether the tensors of both models mean the same. */
const answersAlike = <Id extends TaskId>(
  champion: Predictor<Id>,
  challenger: Predictor<Id>,
  also: readonly string[],
): boolean =>
  champion.opened.outputKey === challenger.opened.outputKey &&
  also.every((wanted) => challenger.manifest.onnx.outputs.some(({ meaning }) => meaning === wanted));

const isNotFinite = (outputs: TensorBatch): boolean =>
  Object.values(outputs).some((data) => data instanceof Float32Array && !data.every(Number.isFinite));

/**
 * @param batch every input of the manifest, [size, ...shape]
 * @param also meanings of outputs that are computed on request only
 */
export function tensorRequest<Id extends TaskId>(
  task: ServedTask<Id>,
  batch: TensorBatch,
  size: number,
  also: readonly string[] = [],
): ServedRequest<Id, TensorBatch> {
  return {
    examples: size,
    bytes: Object.values(batch).reduce((sum, { byteLength }) => sum + byteLength, 0),
    suits: (champion, challenger, mode) =>
      champion.opened.tensorKey === challenger.opened.tensorKey &&
      (mode === 'shadow' || answersAlike(champion, challenger, also)),
    ask: (predictor, options) => predictor.run(batch, size, { ...options, also }),
    read: ({ manifest }, outputs) => task.summariseOutputs(outputs, size, manifest),
    isBroken: isNotFinite,
    pieces: ({ manifest }) =>
      Array.from({ length: Math.ceil(size / PIECE) }, (_, index) => {
        const from = index * PIECE;
        const to = Math.min(size, from + PIECE);
        // Copied, because the caller may reuse the tensor after the answer.
        return tensorRequest(task, rowsOf(manifest.onnx.inputs, batch, from, to, true), to - from);
      }),
  };
}
