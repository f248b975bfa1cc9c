import { type ComparisonOf, RANKING_METRICS } from '@lintel/contracts';
import { bootstrapInterval } from '../../../evaluation/bootstrap-interval';
import { requiredValueGate } from '../../../promotion/required-value-gate';
import { type JudgedTask } from '../../judged-task';
import { type EvaluatedRecommender, evaluateRecommender, hashInteractions } from './evaluate-recommender';
import { type UserMetric } from './measure-ranking';

/** The same draws for every comparison, so that judging again gives the same report. */
const SEED = 1;
const DRAWS = 1_000;

const isUserMetric = (key: (typeof RANKING_METRICS)[number]): key is UserMetric => key !== 'coverage';

/**
 * Judges recommenders. The same interactions are hidden from both, and each ranks its own items; the interval of the gain
 * is that of the paired bootstrap over the users that both can be asked for.
 */
export const judgedRecommendation: JudgedTask<'recommendation'> = {
  async assess({ candidate, champion, examples, signal }) {
    const own = await evaluateRecommender(candidate, examples, signal);
    const { report: evaluation } = own;
    const testSetHash = hashInteractions(examples.interactions);
    if (champion === null) return { evaluation, testSetHash, rival: null };
    const theirs = await evaluateRecommender(champion, examples, signal);
    return { evaluation, testSetHash, rival: { testSetHash, comparison: compareRecommenders(theirs, own) } };
  },
  gates: (evaluation, _, { requiredValue }) =>
    requiredValue === null ? [] : [requiredValueGate({ task: 'recommendation', evaluation }, requiredValue)],
  remarks: () => [],
};

function compareRecommenders(
  { ranked: before }: EvaluatedRecommender,
  { ranked: after }: EvaluatedRecommender,
): ComparisonOf<'recommendation'> {
  const places = new Map(Array.from(before.users, (user, at) => [user, at]));
  const pairs = Array.from(after.users, (user, at) => [places.get(user), at] as const).filter(
    (pair): pair is [number, number] => pair[0] !== undefined,
  );
  const figures = RANKING_METRICS.filter(isUserMetric).map((key) => {
    const champion = pairs.map(([at]) => before.metrics[key][at]!);
    const challenger = pairs.map(([, at]) => after.metrics[key][at]!);
    const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / pairs.length;
    const gain = (users: Int32Array): number =>
      users.reduce((sum, user) => sum + challenger[user]! - champion[user]!, 0) / users.length;
    return {
      figure: {
        key,
        unit: key === 'novelty' ? ('number' as const) : ('share' as const),
        better: 'higher' as const,
      },
      champion: mean(champion),
      challenger: mean(challenger),
      gain: bootstrapInterval(pairs.length, gain, { seed: SEED, draws: DRAWS }),
    };
  });
  const [main, ...others] = figures;
  return { task: 'recommendation', examples: pairs.length, ...main!, details: { figures: others, resamples: DRAWS } };
}
