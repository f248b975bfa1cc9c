import type { LayersModel, SymbolicTensor, layers } from '@tensorflow/tfjs-node-gpu';
import { sizeOfShape } from '@lintel/contracts';
import { EMBEDDING_LAYER, type ModelOutput } from '../../models/model-family';
import { type ClassDistance } from '../../unlikeness/class-distance';
import { addClassDistance } from './class-distance-node';
import { channelsLast, type GraphValue } from './graph-value';
import { type ExportedLayer, type LayerExporter, unsupported } from './layer-exporter';
import { OnnxGraph } from './onnx-graph';
import {
  exportAveragePooling,
  exportBatchNormalization,
  exportConvolution,
  exportDepthwiseConvolution,
  exportGlobalAveragePooling,
  exportGlobalMaxPooling,
  exportMaxPooling,
} from './picture-layers';
import { exportEmbedding } from './embedding-layer';
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

export const ONNX_INPUT = 'input';
export const ONNX_PROBABILITIES = 'probabilities';
export const ONNX_EMBEDDING = 'embedding';
export const ONNX_DISTANCE = 'distance';

export interface OnnxExport {
  readonly bytes: Uint8Array;
  readonly embeddingSize: number;
}

/**
 * Writes a layers model as ONNX: input float32 [batch, ...exampleShape] as TensorFlow takes it, or int64 for a model
 * whose input is int32, outputs `probabilities` float32 [batch, classes], `embedding` float32 [batch, size] and, if `distance` is given, `distance` float32 [batch].
 * @param metadata written into the file, for readers without the manifest
 * @param distance of an embedding to those of the training examples
 * @throws LintelError UNSUPPORTED_LAYER that names the layer and the setting
 */
export function exportOnnx(
  model: LayersModel,
  output: ModelOutput,
  metadata: Readonly<Record<string, string>>,
  distance?: ClassDistance,
): OnnxExport {
  const graph = new OnnxGraph(model.name);
  const inputShape = withoutBatch(model.inputs[0]!);
  const values = new Map<number, GraphValue>();
  const dtype = model.inputs[0]!.dtype === 'int32' ? 'int64' : 'float32';
  const inputName = graph.input(ONNX_INPUT, ['batch', ...inputShape], dtype);
  values.set(model.inputs[0]!.id, { name: inputName, shape: inputShape, layout: 'channels-last', dtype });

  let embedding: GraphValue | undefined;
  for (const layer of model.layers.filter((candidate) => candidate.getClassName() !== 'InputLayer')) {
    const exported = describe(layer, values);
    const exporter = EXPORTERS[exported.className];
    if (!exporter) throw unsupported(exported, `one of ${Object.keys(EXPORTERS).join(', ')}`, exported.className);
    const value = exporter(graph, exported);
    values.set((layer.output as SymbolicTensor).id, value);
    if (layer.name === EMBEDDING_LAYER) embedding = value;
  }

  const last = channelsLast(graph, values.get(model.outputs[0]!.id)!);
  if (output === 'logits') graph.node('Softmax', [last.name], { axis: { int: -1 } }, ONNX_PROBABILITIES);
  else graph.node('Identity', [last.name], {}, ONNX_PROBABILITIES);
  graph.output(ONNX_PROBABILITIES, ['batch', ...last.shape]);
  const features = channelsLast(graph, embedding ?? last);
  graph.node('Identity', [features.name], {}, ONNX_EMBEDDING);
  graph.output(ONNX_EMBEDDING, ['batch', ...features.shape]);
  if (distance) {
    addClassDistance(graph, features.name, distance, ONNX_DISTANCE);
    graph.output(ONNX_DISTANCE, ['batch']);
  }
  return { bytes: graph.toModel(metadata), embeddingSize: sizeOfShape(features.shape) };
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

const withoutBatch = (tensor: SymbolicTensor): number[] => tensor.shape.slice(1) as number[];
