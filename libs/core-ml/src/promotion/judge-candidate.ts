import {
  LintelError,
  type ClassifierComparison,
  type Dataset,
  type EvaluationReport,
  type GatePolicy,
  type GateReport,
  type ManifestOf,
  type Preprocessor,
} from '@lintel/contracts';
import { compareClassifiers, rightAnswers } from '../evaluation/compare-classifiers';
import { evaluateModel } from '../evaluation/evaluate-on-dataset';
import { type StoredModel } from '../inference/load-model-directory';
import { Predictor } from '../inference/predictor';
import { runClassifier } from '../tasks/image-classification/class-outputs';
import { judgePromotion } from './gates';

export interface JudgeRequest {
  readonly candidate: StoredModel<'image-classification'>;
  /** The model that serves now; null if there is none. */
  readonly champion: { readonly id: string; readonly model: StoredModel<'image-classification'> } | null;
  /**
   * Prepares the same test pictures once for each preprocessor, in the order of the preprocessors: the datasets have
   * the same examples in the same order, with the same labels and class names.
   */
  readonly prepare: (preprocessors: readonly Preprocessor[]) => Promise<readonly Dataset[]>;
  readonly policy: GatePolicy;
  readonly now?: Date;
  readonly signal?: AbortSignal;
}

interface Measured {
  readonly manifest: ManifestOf<'image-classification'>;
  readonly evaluation: EvaluationReport;
  /** 1 or 0 an example. */
  readonly right: Uint8Array;
}

/**
 * Evaluates a candidate and the champion on the same pictures, each with its preprocessing, and judges the candidate by
 * the gates. Classes are compared by name; an example of a class that a model does not know counts as an error.
 * @throws LintelError SHAPE_MISMATCH if the datasets do not hold the same examples; errors of `evaluateModel`
 */
export async function judgeCandidate(request: JudgeRequest): Promise<GateReport> {
  const { candidate, champion, policy, now = new Date() } = request;
  const models = champion === null ? [candidate] : [candidate, champion.model];
  const tests = await request.prepare(models.map(({ manifest }) => manifest.preprocessing));
  try {
    const test = tests[0]!;
    checkSameExamples(test, tests);
    const measured = await measure(candidate, test, request.signal);
    const beside = champion === null ? null : await measure(champion.model, tests[1]!, request.signal);
    const testSetHash = test.contentHash;
    const { onnx, provenance } = measured.manifest;
    return judgePromotion({
      candidate: {
        onnx,
        evaluation: measured.evaluation,
        provenance: { codeCommit: null, jobId: null, datasetVersionId: null, ...provenance, testSetHash },
      },
      champion: champion === null ? null : { id: champion.id, testSetHash: tests[1]!.contentHash },
      comparison: beside === null ? null : compare(test, beside, measured),
      policy,
      now,
    });
  } finally {
    for (const dataset of tests) dataset.close();
  }
}

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

function compare({ labels, classNames }: Dataset, champion: Measured, challenger: Measured): ClassifierComparison {
  return compareClassifiers({
    labels,
    classNames,
    champion: champion.right,
    challenger: challenger.right,
    championClasses: champion.manifest.reading.classNames,
    challengerClasses: challenger.manifest.reading.classNames,
  });
}

function checkSameExamples(test: Dataset, tests: readonly Dataset[]): void {
  const describe = ({ classNames, labels }: Dataset): string => JSON.stringify([classNames, [...labels]]);
  const other = tests.find((dataset) => describe(dataset) !== describe(test));
  if (other === undefined) return;
  throw new LintelError('SHAPE_MISMATCH', {
    problem: 'The test pictures were not prepared alike for the two models.',
    expected: `${test.size} examples of ${test.classNames.length} classes, in one order`,
    received: `${other.size} examples of ${other.classNames.length} classes`,
    cure: 'Prepare the same pictures for both models.',
  });
}
