import { LintelError, type ManifestOf, type MetricEstimate } from '@lintel/contracts';
import { bootstrapInterval } from '../../../../evaluation/bootstrap-interval';
import { labelMeasures } from '../label-measures';
import { ModelDirectory } from '../../../../export/model-directory';
import { throwIfCancelled } from '../../../../inference/cancellation';
import { fitUnlikenessOn } from '../fit-unlikeness';
import { PictureEmbedder } from '../../../../transfer/embed-pictures';
import {
  type FittedLabelUnits,
  fitLabelUnits,
  type LabelledFeatureSets,
  predictLabels,
} from '../../../../transfer/fit-label-units';
import { parityExamples, publishTransfer } from './publish-transfer';
import { checkTransferParts, embedAll, type EmbeddedSplit, groupsOf } from './run-transfer';
import { type RunTransferOptions } from './transfer-options';

export interface LabelTransferResult {
  readonly directory: string;
  readonly manifest: ManifestOf<'image-classification'>;
  /** Micro F1 of units that were fitted without the example, over the training pictures; the thresholds saw them. */
  readonly crossValidatedMicroF1: MetricEstimate;
  readonly picturesPerSecond: number;
}

/**
 * Transfer for pictures with any number of labels: embeds them with a frozen backbone, fits one logistic unit for each
 * label, and publishes both as one ONNX graph. The units are fitted on the training and the validation split, because
 * cross-validation chooses their penalties, temperatures and thresholds; the validation split also sets the limit above
 * which a picture counts as unlike the examples.
 * @throws LintelError of every stage; the model's folder is left unchanged
 */
export async function runLabelTransfer(options: RunTransferOptions): Promise<LabelTransferResult> {
  const { dataset, backbone, seed, signal, onProgress } = options;
  const { train, validation } = dataset;
  checkTransferParts(options);
  checkLabelSets(options);
  const directory = new ModelDirectory(options.out);
  await directory.prepare(options.overwrite ?? false);
  const started = performance.now();
  const embedder = await PictureEmbedder.open(backbone);
  try {
    const parts = [train, ...(validation ? [validation] : []), parityExamples(dataset)];
    const [trained, ...others] = await embedAll(embedder, parts, options);
    const held = validation ? others[0] : undefined;
    const tested = others.at(-1)!;
    const embedded = (performance.now() - started) / 1000;
    const examples: LabelledFeatureSets = {
      features: joined(Float32Array, [trained!.features, ...(held ? [held.features] : [])]),
      size: embedder.size,
      labelSets: joined(Uint8Array, [train.labelSets!, ...(validation ? [validation.labelSets!] : [])]),
      labels: train.classNames.length,
    };
    const groups = groupsOf([train, ...(validation ? [validation] : [])]);
    const fitted = await fitLabelUnits(examples, {
      seed,
      groups,
      signal,
      ...(onProgress ? { onProgress: (share: number) => onProgress('fit', share) } : {}),
    });
    const unlikeness = held && fitUnlikenessOn(withoutClasses(trained!), withoutClasses(held), 1);
    if (!unlikeness)
      options.onLog?.('Too little is held out: pictures unlike the examples will not be recognised as such');
    throwIfCancelled(signal);
    const seconds = (performance.now() - started) / 1000;
    const { layer, thresholds, l2, temperatures } = fitted;
    const { manifest: source } = backbone;
    const manifest = await publishTransfer(
      directory,
      {
        ...{ backbone, layer, thresholds, unlikeness },
        expected: { probabilities: predictLabels(layer, tested.features), embeddings: tested.features },
        architecture: {
          name: `transfer/${source.name}`,
          parameters: layer.coefficients.length + layer.intercepts.length,
          config: {
            backbone: { name: source.name, sha256: source.onnx.sha256, licence: source.licence },
            ...{ l2, temperatures },
            ...options.config,
          },
        },
        training: { seed, engine: 'onnxruntime (cpu)', seconds, network: null, interruptions: [] },
      },
      options,
    );
    const picturesPerSecond = parts.reduce((sum, { size }) => sum + size, 0) / Math.max(embedded, 1e-3);
    const crossValidatedMicroF1 = crossValidated(fitted, examples, { seed, groups });
    return { directory: directory.path, manifest, crossValidatedMicroF1, picturesPerSecond };
  } finally {
    await embedder.close();
  }
}

/** Sets of labels have no class whose mean a picture could be near: the distance is to the mean of all. */
const withoutClasses = ({ features, labels }: EmbeddedSplit): EmbeddedSplit => ({
  features,
  labels: new Int32Array(labels.length),
});

function joined<T extends Uint8Array | Float32Array>(type: new (length: number) => T, parts: readonly T[]): T {
  const all = new type(parts.reduce((sum, part) => sum + part.length, 0));
  parts.reduce((at, part) => (all.set(part, at), at + part.length), 0);
  return all;
}

function crossValidated(
  { heldOutProbabilities: probabilities, thresholds }: FittedLabelUnits,
  { labelSets, labels }: LabelledFeatureSets,
  { seed, groups }: { readonly seed: number; readonly groups: readonly string[] | undefined },
): MetricEstimate {
  const { microF1 } = labelMeasures({ probabilities, labelSets, labels, thresholds });
  const examples = labelSets.length / labels;
  return bootstrapInterval(examples, microF1, { seed, ...(groups ? { groups } : {}) });
}

/** @throws LintelError DATASET_INVALID (no sets of labels, or a label that all training pictures or fewer than two have) */
function checkLabelSets({ dataset: { train, validation, test } }: RunTransferOptions): void {
  const { classNames } = train;
  const parts = [train, ...(validation ? [validation] : [])];
  const all = [...parts, test];
  if (classNames.length < 2 || all.some(({ labelSets, size }) => labelSets?.length !== size * classNames.length)) {
    throw invalid('The pictures have no sets of labels.', 'two labels or more, and a set for each picture', 'none');
  }
  const total = parts.reduce((sum, { size }) => sum + size, 0);
  const counts = classNames.map((_, label) =>
    parts.reduce((sum, { labelSets }) => sum + columnSum(labelSets!, classNames.length, label), 0),
  );
  const everywhere = counts.indexOf(total);
  if (counts.every((count) => count === total || count === 0)) {
    throw invalid('All pictures have the same labels.', 'pictures that differ in their labels', `${total} alike`);
  }
  if (everywhere >= 0) {
    const problem = `Every training picture has the label "${classNames[everywhere]}", so there is nothing to learn.`;
    throw invalid(problem, 'pictures with the label and others without it', `${total} of ${total} pictures`);
  }
  const rare = counts.findIndex((count) => count < 2);
  if (rare < 0) return;
  const problem = `Too few training pictures have the label "${classNames[rare]}".`;
  throw invalid(problem, 'at least two', String(counts[rare]));
}

function columnSum(values: Uint8Array, width: number, column: number): number {
  let sum = 0;
  for (let at = column; at < values.length; at += width) sum += values[at]!;
  return sum;
}

const invalid = (problem: string, expected: string, received: string): LintelError =>
  new LintelError('DATASET_INVALID', {
    problem,
    expected,
    received,
    cure: 'Add pictures, or remove the label from the list.',
  });
