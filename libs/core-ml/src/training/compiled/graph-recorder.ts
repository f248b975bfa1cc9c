import type { Tensor, TensorInfo } from '@tensorflow/tfjs-node-gpu';
import { LintelError } from '@lintel/contracts';
import { ATTRIBUTE, type NativeAttribute, nativeBackend, type NativeBinding } from '../../engine/native-backend';
import { type Graph, type NodeOutput } from './graph-node';

/** The error for a step that can't be compiled; training continues without compilation. */
export function notRecordable(reason: string): LintelError {
  return new LintelError('NOT_COMPILABLE', {
    problem: `The training step can't be compiled: ${reason}.`,
    cure: 'It runs uncompiled, with the same result but slower.',
  });
}

/** A constant of the recording, and the operation that uses it. */
export interface RecordedConstant {
  readonly output: NodeOutput;
  readonly consumer: string;
}

export interface Recording<T> {
  readonly result: T;
  /** In order of recording. */
  readonly constants: readonly RecordedConstant[];
  /** The node that made a tensor; undefined for one from before the recording. */
  nodeOf(tensor: TensorInfo): NodeOutput | undefined;
}

/**
 * Runs `body` and records every operation that it gives to the engine as nodes of `graph`. The operations run, so that
 * shapes are known. Values that tfjs computes in JavaScript are not recorded and become constants.
 * @param sources existing tensors, and the node that represents each
 * @throws LintelError NOT_COMPILABLE if the body reads a tensor's values
 */
export function record<T>(
  graph: Graph,
  prefix: string,
  sources: readonly (readonly [Tensor, NodeOutput])[],
  body: () => T,
): Recording<T> {
  const backend = nativeBackend();
  const binding = backend.binding;
  const produced = new Map<number, NodeOutput>();
  for (const [tensor, node] of sources) produced.set(backend.getInputTensorIds([tensor])[0]!, node);
  const pending = new Map<number, NodeOutput>();
  const constants: RecordedConstant[] = [];

  const sourceOf = (id: number, consumer: string): NodeOutput => {
    const known = produced.get(id);
    if (known) return known;
    const output = pending.get(id);
    if (!output) throw notRecordable(`${consumer} takes a tensor that was made before the step`);
    produced.set(id, output);
    constants.push({ output, consumer });
    return output;
  };

  const recording: Partial<NativeBinding> = {
    createTensor(shape, dtype, values) {
      const id = binding.createTensor(shape, dtype, values);
      const bytes = Uint8Array.from(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
      pending.set(id, graph.constant(`${prefix}/constant`, { shape: [...shape], dtype, bytes }));
      return id;
    },
    executeOp(name, attributes, inputs, outputs) {
      const sourcesOf = inputs.map((id) => sourceOf(id, name));
      const made = binding.executeOp(name, attributes, inputs, outputs);
      const node = graph.add(
        `${prefix}/${name}`,
        name,
        sourcesOf,
        completeAttributes(name, attributes, sourcesOf),
        made.map(({ shape, dtype }) => ({ shape, dtype })),
      );
      made.forEach(({ id }, index) => produced.set(id, node.output(index)));
      return made;
    },
    tensorDataSync() {
      throw notRecordable('it reads a tensor in JavaScript to decide what comes next');
    },
  };
  // The addon's object can't be changed: its properties are read-only.
  backend.binding = new Proxy(recording, {
    get: (own, key) => (Reflect.get(own, key) ?? Reflect.get(binding, key)) as unknown,
  }) as NativeBinding;
  try {
    const result = body();
    const ids = new Map<object, NodeOutput | undefined>();
    return {
      result,
      constants,
      nodeOf: (tensor) => {
        if (!ids.has(tensor.dataId)) ids.set(tensor.dataId, produced.get(backend.tensorMap.get(tensor.dataId).id));
        return ids.get(tensor.dataId);
      },
    };
  } finally {
    backend.binding = binding;
  }
}

/** An eager operation infers its types; in a graph they must be given. tfjs omits them for this operation. */
function completeAttributes(
  name: string,
  attributes: readonly NativeAttribute[],
  sources: readonly NodeOutput[],
): readonly NativeAttribute[] {
  if (name !== 'ExpandDims') return attributes;
  const [input, axis] = sources.map(({ node, index }) => node.outputs[index]!.dtype);
  return [
    { name: 'T', type: ATTRIBUTE.type, value: input },
    { name: 'Tdim', type: ATTRIBUTE.type, value: axis },
  ];
}
