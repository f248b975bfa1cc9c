import { type BackboneManifest } from '../backbones/backbone-manifest';
import { addClassDistance } from '../export/onnx/class-distance-node';
import { OnnxGraph } from '../export/onnx/onnx-graph';
import { joinOnnx, readOnnxParts } from '../export/onnx/onnx-parts';
import { type ClassDistance } from '../unlikeness/class-distance';
import { type LogisticLayer } from './fit-logistic';

/** Names of a transfer graph's outputs. */
export const TRANSFER_OUTPUTS = { probabilities: 'probabilities', heat: 'heat', distance: 'distance' } as const;

export interface TransferGraphOptions {
  /** True: each probability is the sigmoid of its logit, for labels that are independent. Default: the softmax of all. */
  readonly areIndependent?: boolean | undefined;
  readonly distance?: ClassDistance | undefined;
  readonly metadata?: Readonly<Record<string, string>>;
}

/**
 * Joins a backbone and a logistic layer into one ONNX graph. Input: the backbone's. Outputs: `probabilities` float32
 * [batch, classes]; the backbone's features; if the backbone has a map, `heat` float32 [batch, classes, height, width],
 * how much each position speaks for each class (class activation map, Zhou et al. 2016): its mean over the positions
 * plus the intercept is the class's logit; `distance` float32 [batch] if given.
 * @throws LintelError MODEL_INVALID
 */
export function transferGraph(
  backbone: Uint8Array,
  { name, onnx }: Pick<BackboneManifest, 'name' | 'onnx'>,
  { size, classes, coefficients, intercepts }: LogisticLayer,
  { areIndependent = false, distance, metadata = {} }: TransferGraphOptions = {},
): Uint8Array {
  const graph = new OnnxGraph('head', 'head/');
  const weights = graph.floats('coefficients', [size, classes], coefficients);
  const product = graph.node('MatMul', [onnx.features.name, weights]);
  const logits = graph.node('Add', [product, graph.floats('intercepts', [classes], intercepts)]);
  if (areIndependent) graph.node('Sigmoid', [logits], {}, TRANSFER_OUTPUTS.probabilities);
  else graph.node('Softmax', [logits], { axis: { int: 1 } }, TRANSFER_OUTPUTS.probabilities);
  graph.output(TRANSFER_OUTPUTS.probabilities, ['batch', classes]);
  const outputs: string[] = [TRANSFER_OUTPUTS.probabilities, onnx.features.name];
  if (onnx.map) {
    const heat = graph.node('MatMul', [onnx.map.name, weights]);
    graph.node('Transpose', [heat], { perm: { ints: [0, 3, 1, 2] } }, TRANSFER_OUTPUTS.heat);
    graph.output(TRANSFER_OUTPUTS.heat, ['batch', classes, onnx.map.height, onnx.map.width]);
    outputs.push(TRANSFER_OUTPUTS.heat);
  }
  if (distance) {
    addClassDistance(graph, onnx.features.name, distance, TRANSFER_OUTPUTS.distance);
    graph.output(TRANSFER_OUTPUTS.distance, ['batch']);
    outputs.push(TRANSFER_OUTPUTS.distance);
  }
  const parts = [readOnnxParts(backbone), readOnnxParts(graph.toModel({}))];
  return joinOnnx({ name: `${name}-transfer`, parts, inputs: [onnx.input], outputs, metadata });
}
