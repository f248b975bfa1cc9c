import { type Dataset, type EvaluationReport, LintelError, type ManifestOf } from '@lintel/contracts';
import { type StoredModel } from '../../../inference/load-model-directory';
import { Predictor } from '../../../serving/predictor';
import { type JudgedTask } from '../../judged-task';
import { runClassifier } from '../class-outputs';
import { accuracyGate, calibrationGate } from './class-gates';
import { classFloorGate } from './class-floor';
import { compareClassifiers, rightAnswers } from './compare-classifiers';
import { evaluateModel } from './evaluate-on-dataset';
import { compareLabels, giveLabels, measureLabels } from './judge-labels';
import { unknownClasses } from './unknown-classes';

interface Measured {
  readonly manifest: ManifestOf<'image-classification'>;
  readonly evaluation: EvaluationReport;
  /** 1 or 0 an example. */
  readonly right: Uint8Array;
}

/**
 * Judges models that classify pictures, with one class or with any number of labels each. Classes are compared by name;
 * an example of a class that a model does not know counts as an error.
 */
export const judgedImageClassification: JudgedTask<'image-classification'> = {
  async assess({ candidate, champion, examples: prepare, signal }) {
    const models = champion === null ? [candidate] : [candidate, champion];
    const tests = await prepare(models.map(({ manifest }) => manifest.preprocessing));
    try {
      const test = tests[0]!;
      checkSameExamples(test, tests);
      if (giveLabels(models)) {
        const measured = await measureLabels(candidate, test, signal);
        const { evaluation } = measured;
        if (champion === null) return { evaluation, testSetHash: test.contentHash, rival: null };
        const comparison = compareLabels(test, await measureLabels(champion, tests[1]!, signal), measured);
        return {
          ...{ evaluation, testSetHash: test.contentHash },
          rival: { testSetHash: tests[1]!.contentHash, comparison },
        };
      }
      const measured = await measure(candidate, test, signal);
      if (champion === null) {
        return { evaluation: measured.evaluation, testSetHash: test.contentHash, rival: null };
      }
      const beside = await measure(champion, tests[1]!, signal);
      const { labels, classNames } = test;
      const comparison = compareClassifiers({
        labels,
        classNames,
        champion: beside.right,
        challenger: measured.right,
        championClasses: beside.manifest.reading.classNames,
        challengerClasses: measured.manifest.reading.classNames,
      });
      return {
        evaluation: measured.evaluation,
        testSetHash: test.contentHash,
        rival: { testSetHash: tests[1]!.contentHash, comparison },
      };
    } finally {
      for (const dataset of tests) dataset.close();
    }
  },
  gates: (evaluation, comparison, policy) => [
    classFloorGate(evaluation, comparison?.details ?? null, policy.classFloor),
    accuracyGate(evaluation, policy),
    ...(policy.maximumCalibrationError < 1 ? [calibrationGate(evaluation, policy)] : []),
  ],
  remarks: ({ details }) => unknownClasses(details),
};

async function measure(
  model: StoredModel<'image-classification'>,
  test: Dataset,
  signal: AbortSignal | undefined,
): Promise<Measured> {
  const predictor = await Predictor.open(model);
  try {
    const { manifest } = predictor;
    const run = runClassifier(predictor, manifest.onnx);
    const options = { classNames: manifest.reading.classNames, ...(signal ? { signal } : {}) };
    const { probabilities, evaluation } = await evaluateModel(run, test, manifest.preprocessing, options);
    const right = rightAnswers({ probabilities, labels: test.labels, classNames: evaluation.classNames });
    return { manifest, evaluation, right };
  } finally {
    await predictor.close();
  }
}

function checkSameExamples(test: Dataset, tests: readonly Dataset[]): void {
  const describe = ({ classNames, labels, labelSets = new Uint8Array() }: Dataset): string =>
    JSON.stringify([classNames, [...labels], [...labelSets]]);
  const other = tests.find((dataset) => describe(dataset) !== describe(test));
  if (other === undefined) return;
  throw new LintelError('SHAPE_MISMATCH', {
    problem: 'The test pictures were not prepared alike for the two models.',
    expected: `${test.size} examples of ${test.classNames.length} classes, in one order`,
    received: `${other.size} examples of ${other.classNames.length} classes`,
    cure: 'Prepare the same pictures for both models.',
  });
}
