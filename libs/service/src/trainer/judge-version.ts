import {
  type Dataset,
  type EvaluationReport,
  type GateReport,
  type ModelManifest,
  type ModelVersion,
} from '@lintel/contracts';
import {
  compareClassifiers,
  evaluateModel,
  judgePromotion,
  loadModelFiles,
  Predictor,
  rightAnswers,
} from '@lintel/core-ml';
import { type JobContext } from './job-context';

interface Measured {
  readonly manifest: ModelManifest;
  readonly evaluation: EvaluationReport;
  readonly probabilities: Float32Array;
}

/**
 * Measures a version beside the champion of now on one test set, example by example, and writes down what the gates
 * say.
 */
export async function judgeVersion(
  version: ModelVersion,
  test: Dataset,
  { platform, trustedKeys, signal, log }: Pick<JobContext, 'platform' | 'trustedKeys' | 'signal' | 'log'>,
): Promise<GateReport> {
  const { registry } = platform;
  const [{ champion: championId }, { gatePolicy }] = await Promise.all([
    registry.aliases(version.modelName),
    registry.model(version.modelName),
  ]);
  const rightAnswersOf = ({ probabilities, evaluation }: Measured): Uint8Array =>
    rightAnswers({ probabilities, labels: test.labels, classNames: evaluation.classNames });
  const measure = async (id: string): Promise<Measured> => {
    const stored = loadModelFiles(await registry.files(id), { trustedKeys });
    const predictor = await Predictor.open(stored);
    try {
      const { manifest } = predictor;
      const run = (inputs: Float32Array, size: number) => predictor.run(inputs, size);
      const options = { classNames: manifest.classNames, signal };
      return { manifest, ...(await evaluateModel(run, test, manifest.preprocessor, options)) };
    } finally {
      await predictor.close();
    }
  };
  const candidate = await measure(version.id);
  const champion = championId === null || championId === version.id ? null : await measure(championId);
  const testSetHash = test.contentHash;
  const { manifest, evaluation } = candidate;
  const report = judgePromotion({
    candidate: {
      onnx: manifest.onnx,
      evaluation,
      provenance: { codeCommit: null, jobId: null, datasetVersionId: null, ...manifest.provenance, testSetHash },
    },
    champion: champion === null ? null : { id: championId!, testSetHash },
    comparison:
      champion === null
        ? null
        : compareClassifiers({
            labels: test.labels,
            classNames: test.classNames,
            champion: rightAnswersOf(champion),
            challenger: rightAnswersOf(candidate),
          }),
    policy: gatePolicy,
    now: new Date(),
  });
  await registry.recordGates(version.id, report);
  for (const { name, passed, reason } of report.gates) log(`gate ${name}: ${passed ? 'passed' : 'refused'}. ${reason}`);
  return report;
}
