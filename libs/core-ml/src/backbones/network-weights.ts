import { LintelError, sizeOfShape } from '@lintel/contracts';
import { convolutionsOf, type ConvolutionPlan, type NetworkPlan } from './efficientnet-lite';
import { type TorchTensor } from './torch-file';

/** The weights of one convolution and of the batch normalisation after it. */
export interface ConvolutionWeights {
  /** float32 [outputs, inputs (1 if depthwise), kernel, kernel] */
  readonly kernel: Float32Array;
  /** float32 [outputs] each. */
  readonly scale: Float32Array;
  readonly offset: Float32Array;
  readonly mean: Float32Array;
  readonly variance: Float32Array;
}

/** All weights of a network, checked against its plan. */
export interface NetworkWeights {
  readonly plan: NetworkPlan;
  /** By the name in the plan. */
  readonly convolutions: ReadonlyMap<string, ConvolutionWeights>;
  /** float32 [classes, features] */
  readonly dense: Float32Array;
  /** float32 [classes] */
  readonly bias: Float32Array;
}

/**
 * Takes the weights of a network out of its state dictionary.
 * @throws LintelError MODEL_INVALID (a tensor is missing, has another shape or is not finite)
 */
export function networkWeights(plan: NetworkPlan, tensors: ReadonlyMap<string, TorchTensor>): NetworkWeights {
  const take = (name: string, shape: readonly number[]): Float32Array => {
    const tensor = tensors.get(name);
    const received = tensor ? `[${tensor.shape.join(', ')}]` : 'no such tensor';
    const fits = tensor?.shape.join() === shape.join() && tensor.values.length === sizeOfShape(shape);
    if (!tensor || !fits) throw invalid(plan.name, `${name}: [${shape.join(', ')}]`, received);
    if (!tensor.values.every(Number.isFinite)) throw invalid(plan.name, `${name}: finite numbers`, 'others');
    return tensor.values;
  };
  const convolution = ({
    weights,
    normalisation,
    kind,
    kernel,
    inputs,
    outputs,
  }: ConvolutionPlan): ConvolutionWeights => ({
    kernel: take(`${weights}.weight`, [outputs, kind === 'depthwise' ? 1 : inputs, kernel, kernel]),
    scale: take(`${normalisation}.weight`, [outputs]),
    offset: take(`${normalisation}.bias`, [outputs]),
    mean: take(`${normalisation}.running_mean`, [outputs]),
    variance: take(`${normalisation}.running_var`, [outputs]),
  });
  return {
    plan,
    convolutions: new Map(convolutionsOf(plan).map((each) => [each.weights, convolution(each)])),
    dense: take(`${plan.dense}.weight`, [plan.classes, plan.features]),
    bias: take(`${plan.dense}.bias`, [plan.classes]),
  };
}

function invalid(name: string, expected: string, received: string): LintelError {
  return new LintelError('MODEL_INVALID', {
    problem: `The file does not hold the weights of ${name}.`,
    expected,
    received,
    cure: 'Get the file again from its publisher.',
  });
}
