import { type ComparisonOf, headlinesOf, LintelError } from '@lintel/contracts';
import { compareMeasures } from '../../../promotion/compare-measures';
import { requiredValueGate } from '../../../promotion/required-value-gate';
import { type JudgedTask } from '../../judged-task';
import { type AnomalyModel, type EvaluatedAnomalies, evaluateAnomalies } from './evaluate-anomalies';
import { DRAWS, measuresOf } from './measure-anomalies';

const task = 'time-series-anomaly';
/** The same draws for every comparison, so that judging again gives the same report. */
const SEED = 1;

/**
 * Judges detectors. Both score the same rows from their own windows; the interval of the gain is that of the paired
 * bootstrap, in which neighbours in time are drawn together.
 */
export const judgedTimeSeriesAnomaly: JudgedTask<'time-series-anomaly'> = {
  async assess({ candidate, champion, examples, signal }) {
    const evaluate = (model: AnomalyModel): Promise<EvaluatedAnomalies> =>
      evaluateAnomalies(model, examples, { seed: SEED, whole: false, signal });
    const own = await evaluate(candidate);
    const [evaluation, testSetHash] = [own.report, own.examples.hash];
    if (champion === null) return { evaluation, testSetHash, rival: null };
    checkAlike(candidate, champion);
    const theirs = await evaluate(champion);
    const comparison = compareScores(headlinesOf({ task, evaluation }), own, theirs);
    return { evaluation, testSetHash, rival: { testSetHash: theirs.examples.hash, comparison } };
  },
  gates: (evaluation, _, { requiredValue }) =>
    requiredValue === null ? [] : [requiredValueGate({ task, evaluation }, requiredValue)],
  remarks: () => [],
};

function checkAlike(candidate: AnomalyModel, champion: AnomalyModel): void {
  const describe = ({ manifest: { preprocessing } }: AnomalyModel): string => {
    const { anomalies, series, time } = preprocessing;
    const columns = [time.column, ...(series === null ? [] : [series]), ...(anomalies === null ? [] : [anomalies])];
    return columns.map((name) => `"${name}"`).join(', ');
  };
  if (describe(candidate) === describe(champion)) return;
  throw new LintelError('SHAPE_MISMATCH', {
    problem: 'The models read series differently, so they cannot be compared.',
    expected: `the columns ${describe(champion)}`,
    received: describe(candidate),
    cure: 'Compare models with the same columns of times, series and known anomalies.',
  });
}

function compareScores(
  headlines: ReturnType<typeof headlinesOf>,
  own: EvaluatedAnomalies,
  theirs: EvaluatedAnomalies,
): ComparisonOf<'time-series-anomaly'> {
  const { known, blocks } = own.examples;
  const measures = ({ scores }: EvaluatedAnomalies) =>
    measuresOf(
      scores.map(({ score }) => score),
      known,
      true,
    );
  const both = { champion: measures(theirs), challenger: measures(own) };
  const options = { seed: SEED, draws: DRAWS, groups: blocks };
  return { task, ...compareMeasures(headlines, both, blocks.length, options) };
}
