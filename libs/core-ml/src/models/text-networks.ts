import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-node-gpu';
import { loadTensorFlow } from '../engine/tensorflow';
import { layerSeeds } from './layer-seeds';

export interface TextNetworkConfig {
  /** Ids of words, the padding (0) and the unknown word (1) included. */
  readonly words: number;
  /** Ids of one text. */
  readonly length: number;
  readonly outputs: number;
  /** Determines all initial weights. */
  readonly seed: number;
}

/** Lengths of the sequences of words that a convolution sees. */
export const CONVOLUTION_WIDTHS = [2, 3, 4, 5] as const;
const WORD_NUMBERS = 64;
const FILTERS = 64;
const UNITS = 64;
const WORD_DROPOUT = 0.2;
const DROPOUT = 0.5;

/** Names of the layers whose weights are exported. */
export const TEXT_LAYERS = { words: 'words', gru: 'gru', output: 'output' } as const;
export const convolutionName = (width: number): string => `convolution-${width}`;

/**
 * Convolutions over the words of a text, the strongest answer of each filter, and a dense layer (Kim 2014). Padding is
 * 0 before the convolutions and after them, so that an answer does not depend on it.
 * Input: int32 [batch, length], words from 1, 0 at the end. Output: scores float32 [batch, outputs].
 */
export function buildTextCnn(config: TextNetworkConfig): LayersModel {
  const { layers: l, initializers, input, tensor2d, model } = loadTensorFlow();
  const nextSeed = layerSeeds(config.seed);
  const ids = input({ shape: [config.length], dtype: 'int32' });
  // A lookup that is not trained: 0 for the padding, else 1.
  const presence = tensor2d(
    Float32Array.from({ length: config.words }, (_, id) => Number(id > 0)),
    [config.words, 1],
  );
  const isWord = l
    .embedding({ inputDim: config.words, outputDim: 1, trainable: false, weights: [presence] })
    .apply(ids) as SymbolicTensor;
  const masked = (value: SymbolicTensor): SymbolicTensor => l.multiply().apply([value, isWord]) as SymbolicTensor;
  const words = wordsLayer(config, nextSeed(), false).apply(ids) as SymbolicTensor;
  const kept = l.dropout({ rate: WORD_DROPOUT, seed: nextSeed() }).apply(masked(words)) as SymbolicTensor;
  const strongest = CONVOLUTION_WIDTHS.map((kernelSize) => {
    const convolution = l.conv1d({
      name: convolutionName(kernelSize),
      filters: FILTERS,
      kernelSize,
      padding: 'same',
      activation: 'relu',
      kernelInitializer: initializers.glorotUniform({ seed: nextSeed() }),
    });
    return l.globalMaxPooling1d().apply(masked(convolution.apply(kept) as SymbolicTensor)) as SymbolicTensor;
  });
  const features = l.concatenate().apply(strongest) as SymbolicTensor;
  return model({ inputs: ids, outputs: outputLayer(features, config, nextSeed) });
}

/** A gated recurrent unit over the words of a text (Cho et al. 2014) and a dense layer over its last state. */
export function buildTextGru(config: TextNetworkConfig): LayersModel {
  const { layers: l, initializers, input, model } = loadTensorFlow();
  const nextSeed = layerSeeds(config.seed);
  const ids = input({ shape: [config.length], dtype: 'int32' });
  const words = wordsLayer(config, nextSeed(), true).apply(ids) as SymbolicTensor;
  const kept = l.dropout({ rate: WORD_DROPOUT, seed: nextSeed() }).apply(words) as SymbolicTensor;
  const state = l
    .gru({
      name: TEXT_LAYERS.gru,
      units: UNITS,
      recurrentActivation: 'sigmoid',
      kernelInitializer: initializers.glorotUniform({ seed: nextSeed() }),
      recurrentInitializer: initializers.glorotUniform({ seed: nextSeed() }),
    })
    .apply(kept) as SymbolicTensor;
  return model({ inputs: ids, outputs: outputLayer(state, config, nextSeed) });
}

const wordsLayer = ({ words }: TextNetworkConfig, seed: number, maskZero: boolean) => {
  const { layers, initializers } = loadTensorFlow();
  return layers.embedding({
    name: TEXT_LAYERS.words,
    inputDim: words,
    outputDim: WORD_NUMBERS,
    maskZero,
    embeddingsInitializer: initializers.randomUniform({ minval: -0.25, maxval: 0.25, seed }),
  });
};

function outputLayer(features: SymbolicTensor, { outputs }: TextNetworkConfig, nextSeed: () => number): SymbolicTensor {
  const { layers: l, initializers } = loadTensorFlow();
  const kept = l.dropout({ rate: DROPOUT, seed: nextSeed() }).apply(features);
  const kernelInitializer = initializers.glorotUniform({ seed: nextSeed() });
  return l.dense({ name: TEXT_LAYERS.output, units: outputs, kernelInitializer }).apply(kept) as SymbolicTensor;
}
