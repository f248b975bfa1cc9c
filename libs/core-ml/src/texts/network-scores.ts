import { type TextConvolution, type TextNetwork, type TextRecurrence } from './text-network';

/**
 * The scores of a text, in double precision.
 * @param ids of its words, without padding
 * @returns float64 [scores]
 */
export function networkScores(network: TextNetwork, ids: Int32Array): Float64Array {
  return scoresOfFeatures(network, networkFeatures(network, ids));
}

/** The last layer. */
export function scoresOfFeatures({ coefficients, intercepts }: TextNetwork, features: Float64Array): Float64Array {
  return Float64Array.from(coefficients, (own, score) => {
    let sum = intercepts[score]!;
    for (let feature = 0; feature < features.length; feature++) sum += own[feature]! * features[feature]!;
    return sum;
  });
}

/** What the encoder finds in a text: float64 [features]; of a text without words all 0. */
export function networkFeatures(network: TextNetwork, ids: Int32Array): Float64Array {
  const { encoder } = network;
  if (encoder.kind === 'gru') {
    const inputs = gateInputs(network, encoder.recurrence, ids);
    return lastState(encoder.recurrence, inputs, Int32Array.from(ids.keys()));
  }
  const parts = encoder.convolutions.map((convolution) => {
    const filters = convolution.bias.length;
    const sums = windowSums(convolution, wordShares(network, convolution, ids), ids.length);
    const strongest = new Float64Array(filters);
    sums.forEach((sum, at) => (strongest[at % filters] = Math.max(strongest[at % filters]!, sum)));
    return strongest;
  });
  return Float64Array.from(parts.flatMap((part) => [...part]));
}

/** Words before the first one that a window at it sees, as TensorFlow pads: the odd one goes after. */
export const wordsBefore = (width: number): number => Math.floor((width - 1) / 2);

/**
 * What each word adds to a filter at each place of its window.
 * @returns float64 [words, width, filters]
 */
export function wordShares(
  { dimension, embeddings }: TextNetwork,
  { width, kernel, bias }: TextConvolution,
  ids: Int32Array,
): Float64Array {
  const filters = bias.length;
  const shares = new Float64Array(ids.length * width * filters);
  ids.forEach((id, word) => {
    for (let place = 0; place < width; place++) {
      const to = (word * width + place) * filters;
      for (let number = 0; number < dimension; number++) {
        const value = embeddings[id * dimension + number]!;
        const from = (place * dimension + number) * filters;
        for (let filter = 0; filter < filters; filter++) shares[to + filter]! += value * kernel[from + filter]!;
      }
    }
  });
  return shares;
}

/** The sum of each filter at each word, before what is below 0 is cut off: float64 [words, filters]. */
export function windowSums({ width, bias }: TextConvolution, shares: Float64Array, words: number): Float64Array {
  const filters = bias.length;
  const sums = new Float64Array(words * filters);
  for (let at = 0; at < words; at++) {
    for (let filter = 0; filter < filters; filter++) sums[at * filters + filter] = bias[filter]!;
    for (let place = 0; place < width; place++) {
      const word = at + place - wordsBefore(width);
      if (word < 0 || word >= words) continue;
      const from = (word * width + place) * filters;
      for (let filter = 0; filter < filters; filter++) sums[at * filters + filter]! += shares[from + filter]!;
    }
  }
  return sums;
}

/** What each word adds to the gates, with their biases: float64 [words, 3 × units]. */
export function gateInputs(
  { dimension, embeddings }: TextNetwork,
  { kernel, bias }: TextRecurrence,
  ids: Int32Array,
): Float64Array {
  const width = bias.length;
  const inputs = new Float64Array(ids.length * width);
  ids.forEach((id, word) => {
    const own = inputs.subarray(word * width, (word + 1) * width);
    own.set(bias);
    for (let number = 0; number < dimension; number++) {
      const value = embeddings[id * dimension + number]!;
      for (let gate = 0; gate < width; gate++) own[gate]! += value * kernel[number * width + gate]!;
    }
  });
  return inputs;
}

/**
 * The state after some of the words (Cho et al. 2014).
 * @param inputs as `gateInputs`
 * @param words in their order
 * @param from the state before them; default: 0
 */
export function lastState(
  recurrence: TextRecurrence,
  inputs: Float64Array,
  words: Int32Array,
  from?: Float64Array,
): Float64Array {
  const { recurrent, bias } = recurrence;
  const width = bias.length;
  const units = width / 3;
  let state = from ?? new Float64Array(units);
  const sums = new Float64Array(width);
  for (const word of words) {
    sums.set(inputs.subarray(word * width, (word + 1) * width));
    addProduct(sums, recurrent, state, width, 0, 2 * units);
    const update = sums.subarray(0, units).map(sigmoid);
    const reset = state.map((value, unit) => sigmoid(sums[units + unit]!) * value);
    addProduct(sums, recurrent, reset, width, 2 * units, width);
    state = state.map((value, unit) => {
      const candidate = Math.tanh(sums[2 * units + unit]!);
      return update[unit]! * value + (1 - update[unit]!) * candidate;
    });
  }
  return state;
}

function addProduct(
  sums: Float64Array,
  kernel: Float32Array,
  values: Float64Array,
  width: number,
  first: number,
  end: number,
): void {
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    if (value === 0) continue;
    for (let column = first; column < end; column++) sums[column]! += value * kernel[row * width + column]!;
  }
}

const sigmoid = (value: number): number => 1 / (1 + Math.exp(-value));
