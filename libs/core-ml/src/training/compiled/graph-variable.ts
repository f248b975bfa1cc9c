import { ATTRIBUTE, DATA_TYPE, type NativeAttribute } from '../../engine/native-backend';
import { type Graph, type GraphNode, type NodeOutput } from './graph-node';

const DTYPE: NativeAttribute = { name: 'dtype', type: ATTRIBUTE.type, value: DATA_TYPE.float32 };

/** A float32 tensor stored in the session: a weight, or a slot of the optimiser. */
export interface GraphVariable {
  readonly name: string;
  readonly shape: readonly number[];
  readonly handle: NodeOutput;
  /** Fed to set the variable; `written` has run once it is set. */
  readonly value: NodeOutput;
  readonly written: GraphNode;
  /** Fetched to read the variable. */
  readonly content: NodeOutput;
}

export function addVariable(graph: Graph, name: string, shape: readonly number[]): GraphVariable {
  const handle = graph
    .add(
      name,
      'VarHandleOp',
      [],
      [
        DTYPE,
        { name: 'shape', type: ATTRIBUTE.shape, value: shape },
        { name: 'shared_name', type: ATTRIBUTE.string, value: name },
      ],
    )
    .output();
  const value = graph.placeholder(`${name}/value`, DATA_TYPE.float32, shape);
  const variable = { name, shape, handle, value };
  return {
    ...variable,
    written: assign(graph, `${name}/write`, variable, value),
    content: read(graph, `${name}/read`, variable),
  };
}

type Handle = Pick<GraphVariable, 'handle' | 'shape'>;

export function read(graph: Graph, name: string, { handle, shape }: Handle): NodeOutput {
  return graph.add(name, 'ReadVariableOp', [handle], [DTYPE], [{ shape, dtype: DATA_TYPE.float32 }]).output();
}

/** Subtracts `value` from the variable. */
export function assignSub(graph: Graph, name: string, { handle }: Handle, value: NodeOutput): GraphNode {
  return graph.add(name, 'AssignSubVariableOp', [handle, value], [DTYPE]);
}

export function assign(graph: Graph, name: string, { handle }: Handle, value: NodeOutput): GraphNode {
  return graph.add(name, 'AssignVariableOp', [handle, value], [DTYPE]);
}
