import { createRandom } from '@lintel/contracts';
import { classCurves } from './class-curves';
import { rankScores } from './ranked-scores';

const all = (size: number) => Int32Array.from({ length: size }, (_, row) => row);

it('equals the published example of scikit-learn', () => {
  // roc_auc_score and average_precision_score of [0, 0, 1, 1] and [0.1, 0.4, 0.35, 0.8].
  const ranked = rankScores([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1]);
  expect(ranked.auc(all(4))).toBeCloseTo(0.75, 12);
  expect(ranked.averagePrecision(all(4))).toBeCloseTo(0.8333333333, 9);
});

it('equals the areas of the full curves for draws with equal scores and repeated rows', () => {
  const random = createRandom(3, 'ranks');
  const scores = Float32Array.from({ length: 300 }, () => random.int(40));
  const positive = Uint8Array.from(scores, (score) => Number(random.int(60) < score));
  const ranked = rankScores(scores, positive);
  const draw = Int32Array.from({ length: 300 }, () => random.int(300));
  const { roc, precisionRecall } = classCurves(
    Float32Array.from(draw, (row) => scores[row]!),
    Uint8Array.from(draw, (row) => positive[row]!),
  );
  expect(ranked.auc(draw)).toBeCloseTo(roc!.auc, 9);
  expect(ranked.averagePrecision(draw)).toBeCloseTo(precisionRecall!.averagePrecision, 9);
});

it('has no value for a draw of one kind', () => {
  const ranked = rankScores([1, 2, 3], [0, 0, 1]);
  expect([ranked.auc([0, 1]), ranked.auc([2]), ranked.averagePrecision([0])]).toEqual([NaN, NaN, NaN]);
});
