import { ATTRIBUTE, DATA_TYPE, type NativeAttribute } from '../../engine/native-backend';

/** One output of a node. */
export interface NodeOutput {
  readonly node: GraphNode;
  readonly index: number;
}

/** A tensor's content, fixed in the graph. */
export interface ConstantTensor {
  readonly shape: readonly number[];
  /** TF_DataType. */
  readonly dtype: number;
  readonly bytes: Uint8Array;
}

/** A node of a TensorFlow graph (tensorflow/core/framework/node_def.proto). */
export class GraphNode {
  readonly controls: GraphNode[] = [];

  constructor(
    readonly name: string,
    public op: string,
    public inputs: readonly NodeOutput[],
    public attributes: readonly NativeAttribute[],
    /** Shape and type of each output; known if the node was recorded. */
    public outputs: readonly { readonly shape: readonly number[]; readonly dtype: number }[] = [],
    readonly constant?: ConstantTensor,
  ) {}

  /** Adds a control dependency: this node runs after `nodes`. */
  after(...nodes: readonly GraphNode[]): this {
    this.controls.push(...nodes);
    return this;
  }

  output(index = 0): NodeOutput {
    return { node: this, index };
  }
}

/** Nodes under construction; names are unique within one graph. */
export class Graph {
  readonly nodes: GraphNode[] = [];
  private readonly uses = new Map<string, number>();

  /** @param name made unique by a number */
  add(
    name: string,
    op: string,
    inputs: readonly NodeOutput[] = [],
    attributes: readonly NativeAttribute[] = [],
    outputs: GraphNode['outputs'] = [],
    constant?: ConstantTensor,
  ): GraphNode {
    const use = this.uses.get(name) ?? 0;
    this.uses.set(name, use + 1);
    const node = new GraphNode(use === 0 ? name : `${name}_${use}`, op, inputs, attributes, outputs, constant);
    this.nodes.push(node);
    return node;
  }

  constant(name: string, constant: ConstantTensor): NodeOutput {
    const attributes = [{ name: 'dtype', type: ATTRIBUTE.type, value: constant.dtype }];
    return this.add(name, 'Const', [], attributes, [constant], constant).output();
  }

  scalar(name: string, value: number): NodeOutput {
    return this.constant(name, {
      shape: [],
      dtype: DATA_TYPE.float32,
      bytes: new Uint8Array(Float32Array.of(value).buffer),
    });
  }

  placeholder(name: string, dtype: number, shape: readonly number[]): NodeOutput {
    const attributes = [
      { name: 'dtype', type: ATTRIBUTE.type, value: dtype },
      { name: 'shape', type: ATTRIBUTE.shape, value: shape },
    ];
    return this.add(name, 'Placeholder', [], attributes, [{ shape, dtype }]).output();
  }
}
