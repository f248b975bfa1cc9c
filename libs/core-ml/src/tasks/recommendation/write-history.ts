import { type TensorBatch } from '../../inference/tensor-batch';
import { type History } from '../../recommenders/interactions';
import { HISTORY_ITEMS, HISTORY_WEIGHTS } from '../../recommenders/recommender-onnx';

/**
 * Writes a history into the input tensors of a graph.
 * @param from place of its first item: the row times the length that the graph takes
 */
export function writeHistory(batch: TensorBatch, from: number, { items, weights }: History): void {
  (batch[HISTORY_ITEMS] as BigInt64Array).set(BigInt64Array.from(items, BigInt), from);
  (batch[HISTORY_WEIGHTS] as Float32Array).set(weights, from);
}
