import { DATA_TYPE } from '../../engine/native-backend';
import { installNativeKernels } from '../../engine/native-kernels';
import { loadTensorFlow } from '../../engine/tensorflow';
import { Graph } from './graph-node';
import { record } from './graph-recorder';

describe('the recorder', () => {
  it('writes down a cast to another type, and none to the same: in lower precision that would be two', () => {
    installNativeKernels();
    const tf = loadTensorFlow();
    const graph = new Graph();
    const input = tf.tensor1d([1, 2]);
    const placeholder = graph.placeholder('input', DATA_TYPE.float32, [2]);
    const recording = record(graph, 'step', [[input, placeholder]], () => input.toFloat().neg().toFloat().toInt());
    expect(graph.nodes.map(({ op }) => op)).toEqual(['Placeholder', 'Neg', 'Cast']);
    expect(recording.nodeOf(recording.result)!.node.inputs).toEqual([graph.nodes[1]!.output()]);
    tf.dispose([input, recording.result]);
  });
});
