import { LintelError } from '@lintel/contracts';
import { type BackboneManifest } from '../backbones/backbone-manifest';
import { type BackboneStore, type StoredBackbone } from '../backbones/backbone-store';
import { efficientNetLite } from '../backbones/efficientnet-lite';
import { networkWeights } from '../backbones/network-weights';
import { readTorchFile } from '../backbones/torch-file';

/** A class of a model that consists of one or several classes of a pretrained classifier. */
export interface PretrainedClass {
  readonly name: string;
  /** Indices among the classes of the pretrained classifier. */
  readonly members: readonly number[];
}

/** A backbone together with the classifier that it was trained with. */
export interface PretrainedClassifier {
  readonly backbone: StoredBackbone;
  /** Name of the graph's output with the logits of all classes. */
  readonly logits: string;
  /** Number of classes. */
  readonly total: number;
  /** float32 [total, features] */
  readonly dense: Float32Array;
  /** float32 [total] */
  readonly bias: Float32Array;
}

/** The logarithm of a smaller probability is that of this one. */
export const LEAST_PROBABILITY = 1e-8;

/**
 * Opens a backbone with its classifier.
 * @throws LintelError NOT_FOUND, ARTIFACT_CORRUPT, MODEL_INVALID, INVALID_ARGUMENT (the backbone has no classifier)
 */
export async function openPretrainedClassifier(store: BackboneStore, name: string): Promise<PretrainedClassifier> {
  const [backbone, { weights }] = await Promise.all([store.open(name), store.openWeights(name)]);
  const { architecture, onnx } = backbone.manifest;
  if (architecture === null || onnx.logits === null) throw withoutClassifier(backbone.manifest);
  const plan = efficientNetLite(architecture);
  const { dense, bias } = networkWeights(plan, readTorchFile(weights));
  return { backbone, logits: onnx.logits.name, total: plan.classes, dense, bias };
}

/**
 * Probability of each class, and last that of everything else, by the softmax over all classes of the pretrained
 * classifier: the probability of a class is the sum over its members.
 * @param features float32 [examples, features] of the backbone
 * @returns float64 [examples, classes + 1]
 */
export function priorOf(
  { total, dense, bias }: Pick<PretrainedClassifier, 'total' | 'dense' | 'bias'>,
  classes: readonly PretrainedClass[],
  features: Float32Array,
): Float64Array {
  const size = dense.length / total;
  const columns = classes.length + 1;
  const examples = features.length / size;
  const named = new Set(classes.flatMap(({ members }) => members));
  const result = new Float64Array(examples * columns);
  const logits = new Float64Array(total);
  for (let row = 0; row < examples; row++) {
    for (let label = 0; label < total; label++) {
      let sum = bias[label]!;
      for (let at = 0; at < size; at++) sum += dense[label * size + at]! * features[row * size + at]!;
      logits[label] = sum;
    }
    const most = Math.max(...logits);
    const weights = logits.map((logit) => Math.exp(logit - most));
    const all = weights.reduce((sum, weight) => sum + weight, 0);
    const shares = classes.map(({ members }) => members.reduce((sum, member) => sum + weights[member]!, 0) / all);
    const rest = weights.reduce((sum, weight, label) => (named.has(label) ? sum : sum + weight), 0) / all;
    result.set([...shares, rest], row * columns);
  }
  return result;
}

const withoutClassifier = ({ name, source }: BackboneManifest): LintelError =>
  new LintelError('INVALID_ARGUMENT', {
    problem: `The backbone "${name}" has no classifier whose classes could be named.`,
    expected: 'a backbone that was added by its name, such as efficientnet-lite0',
    received: source,
    cure: 'Train on labelled pictures instead, or add one of the published backbones.',
  });
