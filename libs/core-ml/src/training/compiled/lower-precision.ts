import { ATTRIBUTE, DATA_TYPE } from '../../engine/native-backend';
import { type Graph, type GraphNode, type NodeOutput } from './graph-node';

/** The operations with most of the arithmetic, which benefit from bfloat16. They accumulate in float32. */
const COMPUTE = new Set([
  'BatchMatMulV2',
  'Conv2D',
  'Conv2DBackpropFilter',
  'Conv2DBackpropInput',
  'DepthwiseConv2dNative',
  'DepthwiseConv2dNativeBackpropFilter',
  'DepthwiseConv2dNativeBackpropInput',
  'MatMul',
]);

/**
 * Operations between them that can stay in bfloat16, which halves the memory traffic, and the number of their inputs
 * that change type.
 */
const FOLLOW: Readonly<Record<string, number>> = {
  Add: 2,
  BiasAdd: 2,
  BiasAddGrad: 1,
  FusedBatchNormGradV3: 2,
  FusedBatchNormV3: 1,
  MaxPool: 1,
  MaxPoolGrad: 3,
  Relu: 1,
  Relu6: 1,
  Relu6Grad: 2,
  ReluGrad: 2,
  Reshape: 1,
};

/** Outputs of batch normalisation past the first are statistics, and stay float32. */
const STATISTICS = new Set(['FusedBatchNormV3', 'FusedBatchNormGradV3']);

/**
 * Mixed precision: convolutions, matrix products and the operations between them run in bfloat16; weights, statistics,
 * losses and the optimiser stay in float32 (Micikevicius et al. 2018, Kalamkar et al. 2019). No loss scaling is needed:
 * bfloat16 has float32's range.
 * @param nodes in an order in which inputs come first; `graph` gets the casts
 */
export function lowerPrecision(graph: Graph, nodes: readonly GraphNode[]): void {
  const lowered = new Set<GraphNode>();
  const casts = new Map<string, NodeOutput>();
  const isLow = ({ node, index }: NodeOutput) => lowered.has(node) && !(STATISTICS.has(node.op) && index > 0);
  const cast = (source: NodeOutput, low: boolean): NodeOutput => {
    const key = `${source.node.name}:${source.index}`;
    const known = casts.get(key);
    if (known) return known;
    const [from, to] = low ? [DATA_TYPE.float32, DATA_TYPE.bfloat16] : [DATA_TYPE.bfloat16, DATA_TYPE.float32];
    const attributes = [
      { name: 'SrcT', type: ATTRIBUTE.type, value: from },
      { name: 'DstT', type: ATTRIBUTE.type, value: to },
    ];
    const { shape } = source.node.outputs[source.index]!;
    const made = graph.add(`${source.node.name}/cast`, 'Cast', [source], attributes, [{ shape, dtype: to }]).output();
    casts.set(key, made);
    return made;
  };

  for (const node of nodes) {
    const isFloat = ({ node: source, index }: NodeOutput) => source.outputs[index]?.dtype === DATA_TYPE.float32;
    const typed = COMPUTE.has(node.op) ? 3 : (FOLLOW[node.op] ?? 0);
    const candidates = node.inputs.slice(0, typed).filter((input) => isFloat(input));
    const lower = COMPUTE.has(node.op) ? candidates.length > 0 : candidates.some(isLow);
    node.inputs = node.inputs.map((input, at) => {
      if (!isFloat(input)) return input;
      const wanted = lower && at < typed;
      return wanted === isLow(input) ? input : cast(input, wanted);
    });
    if (!lower) continue;
    lowered.add(node);
    node.attributes = node.attributes.map((attribute) =>
      attribute.name === 'T' ? { ...attribute, value: DATA_TYPE.bfloat16 } : attribute,
    );
  }
}
