import { OnnxGraph } from '../export/onnx/onnx-graph';
import { joinOnnx, readOnnxParts } from '../export/onnx/onnx-parts';
import { type LayerOverPrior, uninformedOffset } from './fit-over-prior';
import { LEAST_PROBABILITY, type PretrainedClass, type PretrainedClassifier } from './pretrained-classifier';

/** Name of the output with the probabilities. */
export const PRETRAINED_PROBABILITIES = 'probabilities';

/**
 * Joins a backbone, its own classifier restricted to `classes`, and what labelled pictures have changed about it, into
 * one ONNX graph. Outputs: `probabilities` float32 [batch, classes], which sum to 1 together with the probability of
 * something else; the backbone's features.
 * @param learned null: nothing was learned yet
 * @throws LintelError MODEL_INVALID
 */
export function pretrainedGraph(
  { backbone, logits, total }: PretrainedClassifier,
  classes: readonly PretrainedClass[],
  learned: LayerOverPrior | null,
  metadata: Readonly<Record<string, string>>,
): Uint8Array {
  const { onnx, name } = backbone.manifest;
  const graph = new OnnxGraph('classes', 'classes/');
  const shares = graph.node('Softmax', [logits], { axis: { int: 1 } });
  /** Probability of groups of the pretrained classes, float32 [batch, groups]. */
  const sum = (label: string, groups: readonly (readonly number[])[]): string => {
    const weights = new Float32Array(total * groups.length);
    groups.forEach((members, at) => members.forEach((member) => (weights[member * groups.length + at] = 1)));
    return graph.node('MatMul', [shares, graph.floats(label, [total, groups.length], weights)]);
  };
  const known = sum(
    'members',
    classes.map(({ members }) => members),
  );
  if (learned === null) graph.node('Identity', [known], {}, PRETRAINED_PROBABILITIES);
  else addLearned(graph, { learned, classes, total, known, features: onnx.features.name, sum });
  graph.output(PRETRAINED_PROBABILITIES, ['batch', classes.length + (learned?.added ?? 0)]);
  const parts = [readOnnxParts(backbone.onnx), readOnnxParts(graph.toModel({}))];
  const outputs = [PRETRAINED_PROBABILITIES, onnx.features.name];
  return joinOnnx({ name: `${name}-classes`, parts, inputs: [onnx.input], outputs, metadata });
}

interface Learned {
  readonly learned: LayerOverPrior;
  readonly classes: readonly PretrainedClass[];
  readonly total: number;
  /** Name of the probabilities of `classes`. */
  readonly known: string;
  readonly features: string;
  readonly sum: (label: string, groups: readonly (readonly number[])[]) => string;
}

function addLearned(graph: OnnxGraph, { learned, classes, total, known, features, sum }: Learned): void {
  const { labelled, layer, temperature, added } = learned;
  const columns = labelled.length + 1;
  const members = labelled.map((label) => classes[label]?.members ?? []);
  const taken = new Set(members.flat());
  const rest = Array.from({ length: total }, (_, member) => member).filter((member) => !taken.has(member));
  const least = graph.floats('least', [], Float32Array.of(LEAST_PROBABILITY));
  const most = graph.floats('most', [], Float32Array.of(1));
  const before = graph.node('Clip', [sum('labelled', [...members, rest]), least, most]);
  const divided = graph.node('Div', [
    graph.node('Log', [before]),
    graph.floats('temperature', [], Float32Array.of(temperature)),
  ]);
  // The pretrained classifier gives an added class the least probability; its offset is another one.
  const start = (uninformedOffset(classes.length + added) - Math.log(LEAST_PROBABILITY)) / temperature;
  const intercepts = layer.intercepts.map((value, at) => value + (labelled[at]! >= classes.length ? start : 0));
  const weights = graph.floats('coefficients', [layer.size, columns], layer.coefficients);
  const change = graph.node('Gemm', [features, weights, graph.floats('intercepts', [columns], intercepts)]);
  const answers = graph.node('Softmax', [graph.node('Add', [divided, change])], { axis: { int: 1 } });
  const restColumn = graph.integers('rest column', [labelled.length]);
  const pick = (value: string): string => graph.node('Gather', [value, restColumn], { axis: { int: 1 } });
  const share = graph.node('Div', [pick(answers), pick(before)]);
  const others = graph.node('Mul', [known, share]);
  // Labelled classes from the layer, all others from the pretrained classifier, an added one without pictures from none.
  const pad = graph.node('Mul', [share, graph.floats('none', [], Float32Array.of(0))]);
  const both = graph.node('Concat', [answers, others, pad], { axis: { int: 1 } });
  const column = new Map(labelled.map((label, at) => [label, at]));
  const order = Array.from({ length: classes.length + added }, (_, label) => {
    const none = columns + classes.length;
    return column.get(label) ?? (label < classes.length ? columns + label : none);
  });
  graph.node('Gather', [both, graph.integers('order', order)], { axis: { int: 1 } }, PRETRAINED_PROBABILITIES);
}
