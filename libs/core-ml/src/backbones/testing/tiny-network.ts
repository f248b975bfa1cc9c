import { createRandom, sizeOfShape } from '@lintel/contracts';
import { convolutionsOf, type NetworkPlan, planNetwork } from '../efficientnet-lite';
import { type TorchTensor } from '../torch-file';
import { writeTorchFile } from './write-torch-file';

/** A network of the kind of EfficientNet-Lite that is a thousand times smaller: 5 stages, 24 features, 4 classes. */
export const tinyPlan = (size = 20): NetworkPlan =>
  planNetwork(
    'tiny',
    size,
    [
      { blocks: 1, kernel: 3, stride: 1, expansion: 1, channels: 8 },
      { blocks: 2, kernel: 3, stride: 2, expansion: 2, channels: 8 },
      { blocks: 1, kernel: 5, stride: 1, expansion: 2, channels: 8 },
      { blocks: 1, kernel: 3, stride: 1, expansion: 2, channels: 8 },
      { blocks: 2, kernel: 5, stride: 2, expansion: 3, channels: 12 },
    ],
    { stem: 8, features: 24, classes: 4 },
  );

/** Random weights whose activations neither vanish nor explode. */
export function randomTensors(plan: NetworkPlan, seed = 1): Map<string, TorchTensor> {
  const random = createRandom(seed, 'tiny-network');
  const tensor = (shape: readonly number[], draw: () => number): TorchTensor => ({
    shape,
    values: Float32Array.from({ length: sizeOfShape(shape) }, draw),
  });
  const tensors = new Map<string, TorchTensor>();
  for (const { weights, normalisation, kind, kernel, inputs, outputs } of convolutionsOf(plan)) {
    const from = kind === 'depthwise' ? 1 : inputs;
    const spread = Math.sqrt(2 / (from * kernel * kernel));
    tensors.set(
      `${weights}.weight`,
      tensor([outputs, from, kernel, kernel], () => spread * random.normal()),
    );
    tensors.set(
      `${normalisation}.weight`,
      tensor([outputs], () => 1 + 0.2 * random.normal()),
    );
    tensors.set(
      `${normalisation}.bias`,
      tensor([outputs], () => 0.5 + 0.2 * random.normal()),
    );
    tensors.set(
      `${normalisation}.running_mean`,
      tensor([outputs], () => 0.2 * random.normal()),
    );
    tensors.set(
      `${normalisation}.running_var`,
      tensor([outputs], () => 0.5 + random.next()),
    );
  }
  tensors.set(
    `${plan.dense}.weight`,
    tensor([plan.classes, plan.features], () => random.normal()),
  );
  tensors.set(
    `${plan.dense}.bias`,
    tensor([plan.classes], () => random.normal()),
  );
  return tensors;
}

/** The file that would be published for the tiny network. */
export const tinyTorchFile = (plan = tinyPlan(), seed = 1): Uint8Array => writeTorchFile(randomTensors(plan, seed));
