import type { LayersModel } from '@tensorflow/tfjs-node-gpu';
import { sizeOfShape } from '@lintel/contracts';
import { EMBEDDING_LAYER, type ModelOutput } from '../../models/model-family';
import { type ClassDistance } from '../../unlikeness/class-distance';
import { addLayers, withoutBatch } from './add-layers';
import { addClassDistance } from './class-distance-node';
import { channelsLast } from './graph-value';
import { OnnxGraph } from './onnx-graph';

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
 * whose input is int32, outputs `probabilities` float32 [batch, classes], `embedding` float32 [batch, size] and, if
 * `distance` is given, `distance` float32 [batch].
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
  const dtype = model.inputs[0]!.dtype === 'int32' ? 'int64' : 'float32';
  const name = graph.input(ONNX_INPUT, ['batch', ...inputShape], dtype);
  const exported = addLayers(graph, model, { name, shape: inputShape, layout: 'channels-last', dtype });
  const embeddingLayer = model.layers.find((layer) => layer.name === EMBEDDING_LAYER);
  const embedding = embeddingLayer && exported.valueOf(embeddingLayer);

  const last = channelsLast(graph, exported.output);
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
