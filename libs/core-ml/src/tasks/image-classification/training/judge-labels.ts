import {
  type ComparisonOf,
  type Dataset,
  type EvaluationReport,
  LintelError,
  type ManifestOf,
  type MetricEstimate,
} from '@lintel/contracts';
import { bootstrapInterval } from '../../../evaluation/bootstrap-interval';
import { evaluateLabels } from './evaluate-labels';
import { givenLabels, labelMeasures } from './label-measures';
import { mcnemarP } from './paired-difference';
import { type StoredModel } from '../../../inference/load-model-directory';
import { Predictor } from '../../../serving/predictor';
import { runClassifier } from '../class-outputs';
import { answerDataset } from './evaluate-on-dataset';

type Manifest = ManifestOf<'image-classification'>;

/** What a model says about test examples with sets of labels, in the order of the labels of the test. */
export interface MeasuredLabels {
  readonly manifest: Manifest;
  readonly evaluation: EvaluationReport;
  /** float32 [examples, labels]; 0 for a label that the model does not know. */
  readonly probabilities: Float32Array;
  /** A label that the model does not know is never given. */
  readonly thresholds: readonly number[];
}

/** Above every probability. */
const NEVER = 1.5;
/** Seed of the bootstrap, so that the same answers give the same interval. */
const SEED = 1;

/** Whether models give their examples sets of labels. @throws LintelError SHAPE_MISMATCH if only one of them does */
export function giveLabels(models: readonly Pick<StoredModel<'image-classification'>, 'manifest'>[]): boolean {
  const kinds = models.map(({ manifest }) => manifest.reading.thresholds !== undefined);
  if (kinds.every((kind) => kind === kinds[0])) return kinds[0] === true;
  throw new LintelError('SHAPE_MISMATCH', {
    problem: 'The models cannot be compared: one gives each picture one class, the other any number of labels.',
    expected: 'two models of one kind',
    received: kinds.map((kind) => (kind ? 'labels' : 'one class')).join(' and '),
    cure: 'Register the model under another name.',
  });
}

/**
 * Measures a model on pictures with sets of labels. Labels that only the model knows are left out, as the test says
 * nothing about them.
 * @param test prepared for the model
 */
export async function measureLabels(
  model: StoredModel<'image-classification'>,
  test: Dataset,
  signal: AbortSignal | undefined,
): Promise<MeasuredLabels> {
  const predictor = await Predictor.open(model);
  try {
    const { manifest } = predictor;
    const { classNames, thresholds: own = [] } = manifest.reading;
    const answers = await answerDataset(runClassifier(predictor, manifest.onnx), test, manifest.preprocessing, {
      classNames,
      ...(signal ? { signal } : {}),
    });
    const width = answers.classNames.length;
    const labels = test.classNames.length;
    const probabilities = answers.probabilities.filter((_, at) => at % width < labels);
    const thresholds = test.classNames.map((name) => own[classNames.indexOf(name)] ?? NEVER);
    const evaluation = evaluateLabels({
      ...{ classNames: test.classNames, labelSets: labelSetsOf(test), groups: test.groups },
      ...{ probabilities, thresholds },
    });
    return { manifest, evaluation, probabilities, thresholds };
  } finally {
    await predictor.close();
  }
}

/** @throws LintelError SHAPE_MISMATCH if the examples have one class each */
function labelSetsOf({ labelSets }: Dataset): Uint8Array {
  if (labelSets) return labelSets;
  throw new LintelError('SHAPE_MISMATCH', {
    problem: 'The model gives pictures any number of labels, and the test pictures have one class each.',
    expected: 'test pictures with sets of labels',
    received: 'one class each',
    cure: 'Test the model on a list of pictures with their labels.',
  });
}

/**
 * Compares a challenger with the champion on the same examples: their micro F1 with the bootstrap interval of the gain,
 * by group if there are groups; McNemar's test of the answers whose labels are all right; and the recall of every label.
 */
export function compareLabels(
  test: Dataset,
  champion: MeasuredLabels,
  challenger: MeasuredLabels,
): ComparisonOf<'image-classification'> {
  const { classNames, groups, size } = test;
  const labelSets = labelSetsOf(test);
  const labels = classNames.length;
  const [before, after] = [champion, challenger].map(({ probabilities, thresholds }) => ({
    microF1: labelMeasures({ probabilities, thresholds, labelSets, labels }).microF1,
    given: givenLabels({ probabilities, thresholds, labels }),
  })) as [Side, Side];
  const gain: MetricEstimate = bootstrapInterval(size, (rows) => after.microF1(rows) - before.microF1(rows), {
    seed: SEED,
    ...(groups ? { groups } : {}),
  });
  const rows = [...Array(size).keys()];
  const isRight = ({ given }: Side, row: number): boolean =>
    classNames.every((_, label) => given[row * labels + label] === labelSets[row * labels + label]);
  const won = rows.filter((row) => isRight(after, row) && !isRight(before, row)).length;
  const lost = rows.filter((row) => isRight(before, row) && !isRight(after, row)).length;
  const unknownTo = ({ manifest }: MeasuredLabels): string[] =>
    classNames.filter(
      (name, label) => challenger.evaluation.classes[label]!.support > 0 && !manifest.reading.classNames.includes(name),
    );
  return {
    task: 'image-classification',
    examples: size,
    figure: { key: 'microF1', unit: 'share', better: 'higher' },
    champion: before.microF1(rows),
    challenger: after.microF1(rows),
    gain,
    details: {
      mcnemarP: mcnemarP({ won, lost }),
      unknownToChampion: unknownTo(champion),
      unknownToChallenger: unknownTo(challenger),
      classes: classNames.map((className, label) => {
        const { support, recall: challengerRecall } = challenger.evaluation.classes[label]!;
        const championRecall = champion.evaluation.classes[label]!.recall;
        return support === 0
          ? { className, support, championRecall: null, challengerRecall: null, recallDifference: null }
          : {
              ...{ className, support, championRecall, challengerRecall },
              recallDifference: challengerRecall - championRecall,
            };
      }),
    },
  };
}

interface Side {
  readonly microF1: (rows: ArrayLike<number>) => number;
  /** uint8 [examples, labels] */
  readonly given: Uint8Array;
}
