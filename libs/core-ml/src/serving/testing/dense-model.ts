import { createHash } from 'node:crypto';
import { createRandom } from '@lintel/contracts';
import { OnnxGraph, OPSET } from '../../export/onnx/onnx-graph';
import { loadModelFiles, type StoredModel } from '../../inference/load-model-directory';
import { COLOURS_MANIFEST } from '../../inference/testing/colour-model';

const SIDE = 16;
export const DENSE_EXAMPLE = SIDE * SIDE * 3;

/**
 * A model with the size of a real one: float32 [batch, 16, 16, 3] -> width -> width -> 6 classes, of random weights.
 * @param width 2,048 makes 23 MiB of weights
 */
export function denseModel(name: string, width: number, seed: number): StoredModel<'image-classification'> {
  const { classNames } = COLOURS_MANIFEST.reading;
  const random = createRandom(seed, 'dense-model');
  const graph = new OnnxGraph(name);
  const dense = (input: string, inputs: number, outputs: number): string => {
    const scale = Math.sqrt(2 / inputs);
    const kernel = Float32Array.from({ length: inputs * outputs }, () => scale * random.normal());
    return graph.node('MatMul', [input, graph.floats('kernel', [inputs, outputs], kernel)]);
  };
  const pixels = graph.input('pixels', ['batch', SIDE, SIDE, 3]);
  const flat = graph.node('Reshape', [pixels, graph.integers('shape', [-1, DENSE_EXAMPLE])]);
  const hidden = graph.node('Relu', [dense(flat, DENSE_EXAMPLE, width)]);
  const embedding = graph.node('Relu', [dense(hidden, width, width)], {}, 'embedding');
  graph.node('Softmax', [dense(embedding, width, classNames.length)], { axis: { int: 1 } }, 'probabilities');
  graph.output('probabilities', ['batch', classNames.length]);
  graph.output('embedding', ['batch', width]);
  const onnx = graph.toModel({});
  const manifest = {
    ...COLOURS_MANIFEST,
    name,
    preprocessing: { ...COLOURS_MANIFEST.preprocessing, height: SIDE, width: SIDE },
    onnx: {
      ...COLOURS_MANIFEST.onnx,
      file: 'model.onnx',
      sha256: createHash('sha256').update(onnx).digest('hex'),
      bytes: onnx.byteLength,
      opset: OPSET,
      inputs: [{ name: 'pixels', dtype: 'float32', shape: [SIDE, SIDE, 3] }],
      outputs: [
        { name: 'probabilities', dtype: 'float32', shape: [classNames.length], meaning: 'probabilities' },
        { name: 'embedding', dtype: 'float32', shape: [width], meaning: 'embedding' },
      ],
    },
  };
  return loadModelFiles<'image-classification'>({ manifest: Buffer.from(JSON.stringify(manifest)), onnx });
}
