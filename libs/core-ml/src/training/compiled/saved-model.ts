import { ATTRIBUTE, type NativeAttribute } from '../../engine/native-backend';
import { ProtobufWriter } from '../../engine/protobuf-writer';
import { type ConstantTensor, type Graph, type GraphNode } from './graph-node';

export const SAVED_MODEL_TAG = 'train';

/** GraphDef version: what TensorFlow 2.x writes; older consumers don't matter, because only our engine reads it. */
const PRODUCER = 1395;

/**
 * A graph as `saved_model.pb` (field numbers: saved_model.proto, meta_graph.proto, graph.proto, node_def.proto and
 * attr_value.proto of TensorFlow). It has no variables to restore: they are set by running the graph.
 */
export function encodeSavedModel(graph: Graph): Uint8Array {
  const writer = new ProtobufWriter().varint(1, 1);
  writer.message(2, (meta) => {
    meta.message(1, (info) => info.string(4, SAVED_MODEL_TAG));
    meta.message(2, (definition) => {
      for (const node of graph.nodes) definition.message(1, (inner) => writeNode(inner, node));
      definition.message(4, (versions) => versions.varint(1, PRODUCER));
    });
  });
  return writer.finish();
}

function writeNode(writer: ProtobufWriter, node: GraphNode): void {
  writer.string(1, node.name).string(2, node.op);
  for (const { node: source, index } of node.inputs)
    writer.string(3, index === 0 ? source.name : `${source.name}:${index}`);
  for (const control of node.controls) writer.string(3, `^${control.name}`);
  for (const attribute of node.attributes) {
    writer.message(5, (entry) => entry.string(1, attribute.name).message(2, (value) => writeValue(value, attribute)));
  }
  const { constant } = node;
  if (constant) {
    writer.message(5, (entry) => entry.string(1, 'value').message(2, (value) => writeTensor(value, constant)));
  }
}

function writeValue(writer: ProtobufWriter, { type, value }: NativeAttribute): void {
  if (type === ATTRIBUTE.shape) {
    writer.message(7, (shape) => writeShape(shape, value as readonly number[]));
  } else if (Array.isArray(value)) {
    writer.message(1, (list) => {
      for (const one of value as readonly number[]) list.varint(type === ATTRIBUTE.type ? 6 : 3, one);
    });
  } else if (type === ATTRIBUTE.string) writer.string(2, value as string);
  else if (type === ATTRIBUTE.int) writer.varint(3, value as number);
  else if (type === ATTRIBUTE.float) writer.float(4, value as number);
  else if (type === ATTRIBUTE.bool) writer.varint(5, value ? 1 : 0);
  else writer.varint(6, value as number);
}

function writeTensor(writer: ProtobufWriter, { shape, dtype, bytes }: ConstantTensor): void {
  writer.message(8, (tensor) =>
    tensor
      .varint(1, dtype)
      .message(2, (inner) => writeShape(inner, shape))
      .bytes(4, bytes),
  );
}

function writeShape(writer: ProtobufWriter, shape: readonly number[]): void {
  for (const size of shape) writer.message(2, (dimension) => dimension.varint(1, size));
}
