import { channelsLast } from '../export/onnx/graph-value';
import { OnnxGraph } from '../export/onnx/onnx-graph';
import { addNetwork } from './network-graph';
import { type NetworkWeights } from './network-weights';

/** Names of the outputs that a backbone's graph can have. */
export const BACKBONE_OUTPUTS = { features: 'features', map: 'map', logits: 'logits' } as const;
export const BACKBONE_INPUT = 'input';

/** Name of the output that holds the map after a stage. */
export const stageOutput = (stage: number): string => `stage${stage}`;

export interface WriteBackboneOptions {
  /** Which outputs to write. Default: features, map and logits. */
  readonly outputs?: readonly (keyof typeof BACKBONE_OUTPUTS)[];
  /**
   * Stages whose maps are outputs too, `stage5` (112 channels in Lite0 and Lite1, at 1/16 of the side) and `stage6` (192
   * channels, at 1/32) being the useful ones. Default: none.
   */
  readonly stages?: readonly number[];
}

/**
 * Writes a network as an ONNX file. All values are as TensorFlow has them, channels last:
 * `input` float32 [batch, size, size, 3], normalised; `features` float32 [batch, features]; `map` and `stageN` float32
 * [batch, height, width, channels]; `logits` float32 [batch, classes]. The features are the mean of the map over its
 * positions.
 */
export function writeBackbone(weights: NetworkWeights, options: WriteBackboneOptions = {}): Uint8Array {
  const { outputs = ['features', 'map', 'logits'], stages = [] } = options;
  const { plan } = weights;
  const graph = new OnnxGraph(plan.name);
  graph.input(BACKBONE_INPUT, ['batch', plan.size, plan.size, 3]);
  const picture = graph.node('Transpose', [BACKBONE_INPUT], { perm: { ints: [0, 3, 1, 2] } });
  const values = addNetwork(graph, weights, picture);
  const side = [...values.stages.values()].at(-1)!.side;
  const output = (name: string, value: string, shape: readonly number[]): void => {
    const last = channelsLast(graph, {
      name: value,
      shape,
      layout: shape.length === 3 ? 'channels-first' : 'channels-last',
    });
    graph.node('Identity', [last.name], {}, name);
    graph.output(name, ['batch', ...shape]);
  };
  const shapes = { features: [plan.features], map: [side, side, plan.features], logits: [plan.classes] };
  for (const name of outputs) output(BACKBONE_OUTPUTS[name], values[name], shapes[name]);
  for (const stage of stages) {
    const map = values.stages.get(stage)!;
    output(stageOutput(stage), map.value, [map.side, map.side, map.channels]);
  }
  return graph.toModel({ name: plan.name });
}
