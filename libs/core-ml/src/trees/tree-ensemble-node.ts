import { type OnnxGraph } from '../export/onnx/onnx-graph';
import { IS_CATEGORY, MISSING_LEFT, outputsOf, type TreeModel, treesOf } from './tree-model';

const ML_DOMAIN = 'ai.onnx.ml';

/** The attributes of a TreeEnsembleRegressor, one entry a node. */
interface NodeLists {
  readonly tree: number[];
  readonly node: number[];
  readonly feature: number[];
  readonly value: number[];
  readonly isLeaf: boolean[];
  readonly ifTrue: number[];
  readonly ifFalse: number[];
  readonly missingTrue: number[];
}

interface LeafLists {
  readonly tree: number[];
  readonly node: number[];
  readonly output: number[];
  readonly weight: number[];
}

/**
 * Adds the trees to a graph as one TreeEnsembleRegressor of ai.onnx.ml 3. Every comparison is `value <= threshold`, for
 * which runtimes have their fastest loop: a split of categories becomes a chain of such comparisons between its codes.
 * @param input name of a value, float32 [batch, columns]; NaN is missing
 * @returns the name of the margins, float32 [batch, outputs]
 */
export function addTreeEnsemble(graph: OnnxGraph, model: TreeModel, input: string, output?: string): string {
  const nodes: NodeLists = {
    tree: [],
    node: [],
    feature: [],
    value: [],
    isLeaf: [],
    ifTrue: [],
    ifFalse: [],
    missingTrue: [],
  };
  const leaves: LeafLists = { tree: [], node: [], output: [], weight: [] };
  for (let tree = 0; tree < treesOf(model); tree += 1) addTree(model, tree, nodes, leaves);
  if (treesOf(model) === 0) addLeaf(nodes, leaves, { tree: 0, node: 0, output: 0, weight: 0 });
  return graph.node(
    'TreeEnsembleRegressor',
    [input],
    {
      n_targets: { int: outputsOf(model) },
      base_values: { floats: [...model.baseMargins] },
      aggregate_function: { string: 'SUM' },
      post_transform: { string: 'NONE' },
      nodes_treeids: { ints: nodes.tree },
      nodes_nodeids: { ints: nodes.node },
      nodes_featureids: { ints: nodes.feature },
      nodes_values: { floats: nodes.value },
      nodes_modes: { strings: nodes.isLeaf.map((isLeaf) => (isLeaf ? 'LEAF' : 'BRANCH_LEQ')) },
      nodes_truenodeids: { ints: nodes.ifTrue },
      nodes_falsenodeids: { ints: nodes.ifFalse },
      nodes_missing_value_tracks_true: { ints: nodes.missingTrue },
      target_treeids: { ints: leaves.tree },
      target_nodeids: { ints: leaves.node },
      target_ids: { ints: leaves.output },
      target_weights: { floats: leaves.weight },
    },
    output,
    ML_DOMAIN,
  );
}

function addTree(model: TreeModel, tree: number, nodes: NodeLists, leaves: LeafLists): void {
  const root = model.roots[tree]!;
  const size = model.roots[tree + 1]! - root;
  const output = tree % outputsOf(model);
  // The model's nodes keep their place in the tree; further comparisons of a chain get numbers after them.
  let next = size;
  for (let node = root; node < root + size; node += 1) {
    const feature = model.feature[node]!;
    if (feature < 0) {
      addLeaf(nodes, leaves, { tree, node: node - root, output, weight: model.value[node]! });
      continue;
    }
    const left = model.left[node]! - root;
    const right = model.right[node]! - root;
    const missingTrue = (model.flags[node]! & MISSING_LEFT) === 0 ? 0 : 1;
    const add = (id: number, value: number, ifTrue: number, ifFalse: number, missing: number): void => {
      nodes.tree.push(tree);
      nodes.node.push(id);
      nodes.feature.push(feature);
      nodes.value.push(value);
      nodes.isLeaf.push(false);
      nodes.ifTrue.push(ifTrue);
      nodes.ifFalse.push(ifFalse);
      nodes.missingTrue.push(missing);
    };
    if ((model.flags[node]! & IS_CATEGORY) === 0) {
      add(node - root, model.value[node]!, left, right, missingTrue);
      continue;
    }
    const ends = codeRuns(model, node);
    let id = node - root;
    // Below code 0 lies where missing values go, so the first comparison decides about them too.
    let isLeft = missingTrue === 1;
    ends.forEach((end, index) => {
      const isLast = index === ends.length - 1;
      const otherwise = isLast ? (isLeft ? right : left) : next;
      add(id, end, isLeft ? left : right, otherwise, index === 0 ? 1 : 0);
      id = next;
      if (!isLast) next += 1;
      isLeft = !isLeft;
    });
  }
}

/**
 * Where the direction changes along the codes, each halfway between two. Before the first and after the last, codes are
 * unknown and go where missing values go.
 */
function codeRuns({ flags, setStarts, sets }: TreeModel, node: number): number[] {
  const start = setStarts[node]!;
  const codes = (setStarts[node + 1]! - start) * 32;
  const unknown = (flags[node]! & MISSING_LEFT) === 0 ? 0 : 1;
  const ends: number[] = [];
  let last = unknown;
  for (let code = 0; code <= codes; code += 1) {
    const isLeft = code === codes ? unknown : (sets[start + (code >> 5)]! >>> (code & 31)) & 1;
    if (isLeft !== last) ends.push(code - 0.5);
    last = isLeft;
  }
  return ends;
}

function addLeaf(nodes: NodeLists, leaves: LeafLists, leaf: { [key in keyof LeafLists]: number }): void {
  nodes.tree.push(leaf.tree);
  nodes.node.push(leaf.node);
  nodes.feature.push(0);
  nodes.value.push(0);
  nodes.isLeaf.push(true);
  nodes.ifTrue.push(0);
  nodes.ifFalse.push(0);
  nodes.missingTrue.push(0);
  leaves.tree.push(leaf.tree);
  leaves.node.push(leaf.node);
  leaves.output.push(leaf.output);
  leaves.weight.push(leaf.weight);
}
