import type { LayersModel, SymbolicTensor, layers } from '@tensorflow/tfjs-node-gpu';
import { exportEmbedding } from './embedding-layer';
import { type GraphValue } from './graph-value';
import { type ExportedLayer, type LayerExporter, unsupported } from './layer-exporter';
import { type OnnxGraph } from './onnx-graph';
import {
  exportAveragePooling,
  exportBatchNormalization,
  exportConvolution,
  exportDepthwiseConvolution,
  exportGlobalAveragePooling,
  exportGlobalMaxPooling,
  exportMaxPooling,
} from './picture-layers';
import { exportGru, exportLstm } from './recurrent-layers';
import {
  exportActivation,
  exportAdd,
  exportDense,
  exportFlatten,
  exportNothing,
  exportRelu,
  exportReshape,
} from './vector-layers';

type Layer = layers.Layer;

/** The layers that can be exported, by their class. */
const EXPORTERS: Readonly<Record<string, LayerExporter>> = {
  Activation: exportActivation,
  Add: exportAdd,
  AveragePooling2D: exportAveragePooling,
  BatchNormalization: exportBatchNormalization,
  Conv2D: exportConvolution,
  Dense: exportDense,
  DepthwiseConv2D: exportDepthwiseConvolution,
  Dropout: exportNothing,
  Embedding: exportEmbedding,
  Flatten: exportFlatten,
  GRU: exportGru,
  GlobalAveragePooling2D: exportGlobalAveragePooling,
  GlobalMaxPooling2D: exportGlobalMaxPooling,
  LSTM: exportLstm,
  MaxPooling2D: exportMaxPooling,
  ReLU: exportRelu,
  Reshape: exportReshape,
};

/** The value of a layer's output. */
export type LayerValues = (layer: Layer) => GraphValue | undefined;

/**
 * Adds the layers of a model to a graph.
 * @param input a value of the shape that the model takes
 * @returns the value of the model's output, and those of its layers
 * @throws LintelError UNSUPPORTED_LAYER that names the layer and the setting
 */
export function addLayers(
  graph: OnnxGraph,
  model: LayersModel,
  input: GraphValue,
): { readonly output: GraphValue; readonly valueOf: LayerValues } {
  const values = new Map<number, GraphValue>([[model.inputs[0]!.id, input]]);
  for (const layer of model.layers.filter((candidate) => candidate.getClassName() !== 'InputLayer')) {
    const exported = describe(layer, values);
    const exporter = EXPORTERS[exported.className];
    if (!exporter) throw unsupported(exported, `one of ${Object.keys(EXPORTERS).join(', ')}`, exported.className);
    values.set((layer.output as SymbolicTensor).id, exporter(graph, exported));
  }
  const valueOf: LayerValues = (layer) => values.get((layer.output as SymbolicTensor).id);
  return { output: values.get(model.outputs[0]!.id)!, valueOf };
}

function describe(layer: Layer, values: ReadonlyMap<number, GraphValue>): ExportedLayer {
  const input = layer.input;
  const tensors = Array.isArray(input) ? input : [input];
  return {
    name: layer.name,
    className: layer.getClassName(),
    config: layer.getConfig(),
    weights: layer.getWeights().map((weight) => ({ shape: weight.shape, values: weight.dataSync<'float32'>() })),
    inputs: tensors.map((tensor) => values.get(tensor.id)!),
    outputShape: withoutBatch(layer.output as SymbolicTensor),
  };
}

export const withoutBatch = (tensor: SymbolicTensor): number[] => tensor.shape.slice(1) as number[];
