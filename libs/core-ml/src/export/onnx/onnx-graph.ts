import { ProtobufWriter } from '../../engine/protobuf-writer';

/** ai.onnx operator set 17, supported by every onnxruntime since 1.12 (2022). */
export const OPSET = 17;
/** Further operator sets, by domain: trees stand in ai.onnx.ml. */
const DOMAIN_VERSIONS: Readonly<Record<string, number>> = { 'ai.onnx.ml': 3 };
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
  readonly type: 'float32' | 'int64';
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
  private readonly domains = new Set<string>();
  private counter = 0;

  /** @param prefix of the names that the graph makes up, for a graph that is joined to another one */
  constructor(
    private readonly name: string,
    private readonly prefix = '',
  ) {}

  input(name: string, shape: GraphValue['shape'], type: GraphValue['type'] = 'float32'): string {
    this.inputs.push({ name, shape, type });
    return name;
  }

  output(name: string, shape: GraphValue['shape']): void {
    this.outputs.push({ name, shape, type: 'float32' });
  }

  /**
   * Adds a node with one used output and returns the output's name.
   * @param domain of the operator: '' (ai.onnx) or `ai.onnx.ml`
   */
  node(
    operator: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, AttributeValue>> = {},
    output = `${this.prefix}${operator}_${++this.counter}`,
    domain = '',
  ): string {
    return this.nodeWithOutputs(operator, inputs, [output], attributes, domain)[0]!;
  }

  /** An empty name in `outputs` marks an unused output. */
  nodeWithOutputs(
    operator: string,
    inputs: readonly string[],
    outputs: readonly string[],
    attributes: Readonly<Record<string, AttributeValue>> = {},
    domain = '',
  ): readonly string[] {
    if (domain !== '') this.domains.add(domain);
    const name = `${this.prefix}${operator}_${++this.counter}_node`;
    this.nodes.push((writer) => {
      for (const input of inputs) writer.string(1, input);
      for (const output of outputs) writer.string(2, output);
      writer.string(3, name).string(4, operator);
      for (const [key, value] of Object.entries(attributes))
        writer.message(5, (inner) => writeAttribute(inner, key, value));
      if (domain !== '') writer.string(7, domain);
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
    for (const domain of this.domains) {
      writer.message(8, (opset) => opset.string(1, domain).varint(2, DOMAIN_VERSIONS[domain]!));
    }
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
    writer.floats(7, value.floats).varint(20, ATTRIBUTE_TYPE.floats);
  } else if ('ints' in value) {
    writer.varints(8, value.ints).varint(20, ATTRIBUTE_TYPE.ints);
  } else {
    writer.strings(9, value.strings).varint(20, ATTRIBUTE_TYPE.strings);
  }
}

function writeValue(writer: ProtobufWriter, { name, shape, type: element }: GraphValue): void {
  writer.string(1, name).message(2, (type) =>
    type.message(1, (tensor) => {
      tensor.varint(1, element === 'int64' ? INT64 : FLOAT);
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
