import { createRandom } from '@lintel/contracts';
import { EMBEDDING_LAYER, loadTensorFlow, type ModelFamily, type TensorFlow } from '@lintel/core-ml/training';

type SymbolicTensor = ReturnType<TensorFlow['input']>;

/**
 * The CIFAR ResNet with 20 layers (He et al. 2016), with projections where the shape changes: a common model for
 * comparisons.
 */
export const resnet20: ModelFamily = {
  name: 'resnet-20',
  summary: 'the CIFAR ResNet with 20 layers',
  output: 'logits',
  recipe: { optimizer: { kind: 'adam' } },
  build({ exampleShape, classes, seed }) {
    const tf = loadTensorFlow();
    const random = createRandom(seed, 'resnet-20');
    const convolution = (x: SymbolicTensor, filters: number, kernelSize: number, strides: number): SymbolicTensor => {
      const kernelInitializer = tf.initializers.heNormal({ seed: random.int(2 ** 31) });
      const convolved = tf.layers
        .conv2d({ filters, kernelSize, strides, padding: 'same', useBias: false, kernelInitializer })
        .apply(x);
      return tf.layers.batchNormalization({}).apply(convolved) as SymbolicTensor;
    };
    const relu = (x: SymbolicTensor) => tf.layers.activation({ activation: 'relu' }).apply(x) as SymbolicTensor;

    const input = tf.input({ shape: [...exampleShape] });
    let x = relu(convolution(input, 16, 3, 1));
    for (const [stage, filters] of [16, 32, 64].entries()) {
      for (let block = 0; block < 3; block++) {
        const strides = stage > 0 && block === 0 ? 2 : 1;
        const skip = strides === 1 ? x : convolution(x, filters, 1, strides);
        const residual = convolution(relu(convolution(x, filters, 3, strides)), filters, 3, 1);
        x = relu(tf.layers.add().apply([residual, skip]) as SymbolicTensor);
      }
    }
    const pooled = tf.layers.globalAveragePooling2d({ name: EMBEDDING_LAYER }).apply(x);
    const logits = tf.layers.dense({ units: classes }).apply(pooled) as SymbolicTensor;
    return tf.model({ inputs: input, outputs: logits });
  },
};
