import type { LayersModel } from '@tensorflow/tfjs-node-gpu';
import { CONVOLUTION_WIDTHS, convolutionName, TEXT_LAYERS } from '../models/text-networks';
import { type TextLink } from './text-model';
import { FIRST_WORD, type TextEncoder, type TextNetwork } from './text-network';

/**
 * The weights of a trained network as plain numbers.
 * @param terms that it knows; the numbers of further words are left out
 */
export function networkOfWeights(
  model: LayersModel,
  kind: TextEncoder['kind'],
  link: TextLink,
  terms: readonly string[],
): TextNetwork {
  const weightsOf = (layer: string): Float32Array[] =>
    model
      .getLayer(layer)
      .getWeights()
      .map((weight) => weight.dataSync<'float32'>().slice());
  const [words] = weightsOf(TEXT_LAYERS.words) as [Float32Array];
  const dimension = model.getLayer(TEXT_LAYERS.words).getWeights()[0]!.shape[1]!;
  const [kernel, intercepts] = weightsOf(TEXT_LAYERS.output) as [Float32Array, Float32Array];
  const scores = intercepts.length;
  return {
    link,
    terms,
    dimension,
    embeddings: words.slice(0, (FIRST_WORD + terms.length) * dimension),
    encoder: encoderOf(kind, weightsOf),
    coefficients: Array.from(intercepts, (_, score) => kernel.filter((_value, at) => at % scores === score)),
    intercepts,
  };
}

function encoderOf(kind: TextEncoder['kind'], weightsOf: (layer: string) => Float32Array[]): TextEncoder {
  if (kind === 'gru') {
    const [kernel, recurrent, bias] = weightsOf(TEXT_LAYERS.gru) as [Float32Array, Float32Array, Float32Array];
    return { kind, recurrence: { kernel, recurrent, bias } };
  }
  return {
    kind,
    convolutions: CONVOLUTION_WIDTHS.map((width) => {
      const [kernel, bias] = weightsOf(convolutionName(width)) as [Float32Array, Float32Array];
      return { width, kernel, bias };
    }),
  };
}
