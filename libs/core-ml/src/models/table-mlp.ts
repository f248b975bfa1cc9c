import { LintelError, sizeOfShape } from '@lintel/contracts';
import { loadTensorFlow } from '../engine/tensorflow';
import { layerSeeds } from './layer-seeds';
import { EMBEDDING_LAYER, type ArchitectureConfig, type ModelFamily } from './model-family';

const UNITS = 64;
/** Share of the units that a step of the training leaves out (Srivastava et al. 2014). */
const DROPOUT = 0.1;

/**
 * A multilayer perceptron with two hidden layers of 64 rectified units (initial weights: He et al. 2015) and dropout,
 * for rows of standardised numbers, as `encodeDense` makes them of a table without knots.
 */
export const tableMlp: ModelFamily = {
  name: 'table-mlp',
  summary: 'two fully connected layers over the columns of a table',
  output: 'logits',
  recipe: {
    optimizer: { kind: 'adam', learningRate: 1e-3 },
    epochs: 20,
    batchSize: 128,
  },
  build({ exampleShape, classes, seed }: ArchitectureConfig) {
    const columns = sizeOfShape(exampleShape);
    if (exampleShape.length === 0 || columns < 1) {
      throw new LintelError('SHAPE_MISMATCH', {
        problem: `The architecture "table-mlp" can't take examples of this shape.`,
        expected: '[columns], at least 1',
        received: `[${exampleShape.join(', ')}]`,
        cure: 'Encode the table before training.',
      });
    }
    const tf = loadTensorFlow();
    const nextSeed = layerSeeds(seed);
    const hidden = (name: string) =>
      tf.layers.dense({
        name,
        units: UNITS,
        activation: 'relu',
        kernelInitializer: tf.initializers.heNormal({ seed: nextSeed() }),
      });
    return tf.sequential({
      name: 'table-mlp',
      layers: [
        tf.layers.reshape({ inputShape: [...exampleShape], targetShape: [columns] }),
        hidden('hidden'),
        tf.layers.dropout({ rate: DROPOUT, seed: nextSeed() }),
        hidden(EMBEDDING_LAYER),
        tf.layers.dropout({ rate: DROPOUT, seed: nextSeed() }),
        tf.layers.dense({
          units: classes,
          kernelInitializer: tf.initializers.glorotUniform({ seed: nextSeed() }),
        }),
      ],
    });
  },
};
