import { type Dataset, HEAT, type Preprocessor } from '@lintel/contracts';
import { largestDifference } from '../../../../export/largest-difference';
import { judgeParity } from '../../../../export/judge-parity';
import { type OnnxInterface, type OnnxSession } from '../../../../inference/onnx-session';
import { classOutputs } from '../../class-outputs';
import { orderedBatches } from '../../../../training/batches';
import { type LogisticLayer } from '../../../../transfer/fit-logistic';

/**
 * Checks that the heat maps explain the answers: the mean of a class's map plus its intercept is its logit.
 * @param areIndependent whether a probability is the sigmoid of its logit, or the softmax of all
 * @throws LintelError PARITY_FAILED
 */
export async function checkHeat(
  session: OnnxSession,
  onnx: OnnxInterface,
  { dataset, preprocessor }: { readonly dataset: Dataset; readonly preprocessor: Preprocessor },
  { intercepts, classes }: LogisticLayer,
  areIndependent = false,
): Promise<void> {
  const heat = onnx.outputs.find(({ meaning }) => meaning === HEAT)!;
  let worst = 0;
  for (const { inputs, size } of orderedBatches({ dataset, preprocessor, batchSize: dataset.size })) {
    const answers = classOutputs(onnx, await session.run({ [onnx.inputs[0]!.name]: inputs }, size, [heat.name]));
    const positions = answers.heat!.length / size / classes;
    for (let row = 0; row < size; row++) {
      const logits = intercepts.map((intercept, label) => {
        const start = (row * classes + label) * positions;
        return (
          intercept +
          answers.heat!.subarray(start, start + positions).reduce((sum, value) => sum + value, 0) / positions
        );
      });
      const most = Math.max(...logits);
      const total = logits.reduce((sum, logit) => sum + Math.exp(logit - most), 0);
      const explained = logits.map((logit) =>
        areIndependent ? 1 / (1 + Math.exp(-logit)) : Math.exp(logit - most) / total,
      );
      const answered = answers.probabilities.subarray(row * classes, (row + 1) * classes);
      worst = Math.max(worst, largestDifference(explained, answered));
    }
  }
  judgeParity(worst, dataset.size, {
    problem: 'The heat maps of the graph do not add up to its answers, so it was discarded.',
    examples: 'pictures',
    cure: 'Report the backbone: its features are not the mean of its map.',
  });
}
