import { LintelError, sizeOfShape } from '@lintel/contracts';
import { loadTensorFlow } from '../engine/tensorflow';
import { layerSeeds } from './layer-seeds';
import { EMBEDDING_LAYER, type ArchitectureConfig, type ModelFamily } from './model-family';

/** Steps and features; a picture is read as a sequence of its rows. */
function sequenceShape(family: string, exampleShape: readonly number[]): [number, number] {
  const [steps, ...features] = exampleShape;
  if (steps === undefined || steps < 1 || features.length < 1) {
    throw new LintelError('SHAPE_MISMATCH', {
      problem: `The architecture "${family}" can't take examples of this shape.`,
      expected: '[steps, features] or [height, width, channels]',
      received: `[${exampleShape.join(', ')}]`,
      cure: 'Give it sequences, or choose an architecture that suits the data.',
    });
  }
  return [steps, sizeOfShape(features)];
}

function recurrentClassifier(name: 'lstm' | 'gru', summary: string): ModelFamily {
  return {
    name,
    summary,
    output: 'logits',
    recipe: {
      optimizer: { kind: 'adam', learningRate: 2e-3 },
      gradientClipNorm: 1,
      epochs: 10,
      batchSize: 64,
    },
    build(config: ArchitectureConfig) {
      const tf = loadTensorFlow();
      const [steps, features] = sequenceShape(name, config.exampleShape);
      const nextSeed = layerSeeds(config.seed);
      const recurrent = {
        name: EMBEDDING_LAYER,
        units: 64,
        // tfjs's default is the piecewise "hard" sigmoid; other tools use the exact one in LSTM and GRU.
        recurrentActivation: 'sigmoid' as const,
        kernelInitializer: tf.initializers.glorotUniform({ seed: nextSeed() }),
        // tfjs takes seconds for an orthogonal matrix of this size: it computes it row by row in JavaScript.
        recurrentInitializer: tf.initializers.glorotUniform({ seed: nextSeed() }),
      };
      return tf.sequential({
        name,
        layers: [
          tf.layers.reshape({ inputShape: [...config.exampleShape], targetShape: [steps, features] }),
          name === 'lstm' ? tf.layers.lstm(recurrent) : tf.layers.gru(recurrent),
          tf.layers.dense({
            units: config.classes,
            kernelInitializer: tf.initializers.glorotUniform({ seed: nextSeed() }),
          }),
        ],
      });
    },
  };
}

/** Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al. 2000. */
export const lstm = recurrentClassifier('lstm', 'long short-term memory over a sequence (or the rows of a picture)');
/** Cho et al. 2014. */
export const gru = recurrentClassifier('gru', 'gated recurrent unit over a sequence (or the rows of a picture)');
