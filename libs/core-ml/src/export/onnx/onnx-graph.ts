import { ProtobufWriter } from '../../engine/protobuf-writer';

/** ai.onnx operator set 17, supported by every onnxruntime since 1.12 (2022). */
export const OPSET = 17;
const IR_VERSION = 8;

const FLOAT = 1;
const INT64 = 7;
const ATTRIBUTE_TYPE = { float: 1, int: 2, string: 3, floats: 6, ints: 7, strings: 8 } as const;

export type AttributeValue =
  | { readonly int: number }
  | { readonly ints: readonly number[] }
  | { readonly float: number }
  | { readonly floats: readonly number[] }
  | { readonly string: string }
  | { readonly strings: readonly string[] };

interface GraphValue {
  readonly name: string;
  /** A string is a free dimension, such as the batch. */
  readonly shape: readonly (number | string)[];
}

/**
 * An ONNX graph under construction (field numbers: onnx.proto of the ONNX project, IR version 8). Nodes must be added
 * after all of their inputs.
 */
export class OnnxGraph {
  private readonly nodes: ((writer: ProtobufWriter) => void)[] = [];
  private readonly initializers: ((writer: ProtobufWriter) => void)[] = [];
  private readonly inputs: GraphValue[] = [];
  private readonly outputs: GraphValue[] = [];
  private counter = 0;

  /** @param prefix of the names that the graph makes up, for a graph that is joined to another one */
  constructor(
    private readonly name: string,
    private readonly prefix = '',
  ) {}

  input(name: string, shape: GraphValue['shape']): string {
    this.inputs.push({ name, shape });
    return name;
  }

  output(name: string, shape: GraphValue['shape']): void {
    this.outputs.push({ name, shape });
  }

  /** Adds a node with one used output and returns the output's name. */
  node(
    operator: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, AttributeValue>> = {},
    output = `${this.prefix}${operator}_${++this.counter}`,
  ): string {
    return this.nodeWithOutputs(operator, inputs, [output], attributes)[0]!;
  }

  /** An empty name in `outputs` marks an unused output. */
  nodeWithOutputs(
    operator: string,
    inputs: readonly string[],
    outputs: readonly string[],
    attributes: Readonly<Record<string, AttributeValue>> = {},
  ): readonly string[] {
    const name = `${this.prefix}${operator}_${++this.counter}_node`;
    this.nodes.push((writer) => {
      for (const input of inputs) writer.string(1, input);
      for (const output of outputs) writer.string(2, output);
      writer.string(3, name).string(4, operator);
      for (const [key, value] of Object.entries(attributes))
        writer.message(5, (inner) => writeAttribute(inner, key, value));
    });
    return outputs;
  }

  /** A constant float32 tensor. */
  floats(label: string, shape: readonly number[], values: Float32Array): string {
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    return this.initializer(label, shape, FLOAT, bytes);
  }

  /** A constant int64 vector, such as a shape. */
  integers(label: string, values: readonly number[]): string {
    const words = BigInt64Array.from(values, BigInt);
    return this.initializer(label, [values.length], INT64, new Uint8Array(words.buffer));
  }

  /** The whole model as bytes. */
  toModel(metadata: Readonly<Record<string, string>>): Uint8Array {
    const writer = new ProtobufWriter();
    writer.varint(1, IR_VERSION).string(2, 'lintel');
    writer.message(7, (graph) => {
      for (const node of this.nodes) graph.message(1, node);
      graph.string(2, this.name);
      for (const initializer of this.initializers) graph.message(5, initializer);
      for (const input of this.inputs) graph.message(11, (inner) => writeValue(inner, input));
      for (const output of this.outputs) graph.message(12, (inner) => writeValue(inner, output));
    });
    writer.message(8, (opset) => opset.string(1, '').varint(2, OPSET));
    for (const [key, value] of Object.entries(metadata)) {
      writer.message(14, (entry) => entry.string(1, key).string(2, value));
    }
    return writer.finish();
  }

  private initializer(label: string, shape: readonly number[], type: number, raw: Uint8Array): string {
    const name = `${this.prefix}${label}_${++this.counter}`;
    this.initializers.push((writer) => {
      for (const size of shape) writer.varint(1, size);
      writer.varint(2, type).string(8, name).bytes(9, raw);
    });
    return name;
  }
}

function writeAttribute(writer: ProtobufWriter, name: string, value: AttributeValue): void {
  writer.string(1, name);
  if ('float' in value) writer.float(2, value.float).varint(20, ATTRIBUTE_TYPE.float);
  else if ('int' in value) writer.varint(3, value.int).varint(20, ATTRIBUTE_TYPE.int);
  else if ('string' in value) writer.string(4, value.string).varint(20, ATTRIBUTE_TYPE.string);
  else if ('floats' in value) {
    for (const one of value.floats) writer.float(7, one);
    writer.varint(20, ATTRIBUTE_TYPE.floats);
  } else if ('ints' in value) {
    for (const one of value.ints) writer.varint(8, one);
    writer.varint(20, ATTRIBUTE_TYPE.ints);
  } else {
    for (const one of value.strings) writer.string(9, one);
    writer.varint(20, ATTRIBUTE_TYPE.strings);
  }
}

function writeValue(writer: ProtobufWriter, { name, shape }: GraphValue): void {
  writer.string(1, name).message(2, (type) =>
    type.message(1, (tensor) => {
      tensor.varint(1, FLOAT);
      tensor.message(2, (dimensions) => {
        for (const size of shape) {
          dimensions.message(1, (dimension) =>
            typeof size === 'number' ? dimension.varint(1, size) : dimension.string(2, size),
          );
        }
      });
    }),
  );
}
