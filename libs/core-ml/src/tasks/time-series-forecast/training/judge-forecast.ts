import { type ComparisonOf, headlinesOf, LintelError } from '@lintel/contracts';
import { compareMeasures } from '../../../promotion/compare-measures';
import { requiredValueGate } from '../../../promotion/required-value-gate';
import { type JudgedTask } from '../../judged-task';
import { type ForecastModel, forecastWindows, type ForecastWindows } from './evaluate-forecast';
import { DRAWS, measureForecasts, measuresOf } from './measure-forecasts';

const task = 'time-series-forecast';
/** The same draws for every comparison, so that judging again gives the same report. */
const SEED = 1;

/**
 * Judges forecasters. Both forecast the same true values from their own windows; the interval of the gain is that of the
 * paired bootstrap, in which neighbours in time are drawn together.
 */
export const judgedTimeSeriesForecast: JudgedTask<'time-series-forecast'> = {
  async assess({ candidate, champion, examples, signal }) {
    const own = await forecastWindows(candidate, examples, signal);
    const rows = Int32Array.from(own.examples.targets.keys());
    const evaluation = {
      ...measureForecasts(own.examples, rows, own.forecasts, { seed: SEED }),
      protocol: { kind: 'held-out' as const },
    };
    const testSetHash = own.examples.hash;
    if (champion === null) return { evaluation, testSetHash, rival: null };
    checkAlike(candidate, champion);
    const theirs = await forecastWindows(champion, examples, signal);
    const comparison = compareForecasts(headlinesOf({ task, evaluation }), own, theirs);
    return { evaluation, testSetHash, rival: { testSetHash: theirs.examples.hash, comparison } };
  },
  gates: (evaluation, _, { requiredValue }) =>
    requiredValue === null ? [] : [requiredValueGate({ task, evaluation }, requiredValue)],
  remarks: () => [],
};

function checkAlike(candidate: ForecastModel, champion: ForecastModel): void {
  const describe = ({ manifest: { preprocessing } }: ForecastModel): string => {
    const { target, horizon, step, series, time } = preprocessing;
    return `${target} ${horizon} steps of ${step} ahead, by ${time.column}${series === null ? '' : ` and ${series}`}`;
  };
  if (describe(candidate) === describe(champion)) return;
  throw new LintelError('SHAPE_MISMATCH', {
    problem: 'The models forecast different things, so they cannot be compared.',
    expected: describe(champion),
    received: describe(candidate),
    cure: 'Compare models with the same target, step and horizon.',
  });
}

function compareForecasts(
  headlines: ReturnType<typeof headlinesOf>,
  own: ForecastWindows,
  theirs: ForecastWindows,
): ComparisonOf<'time-series-forecast'> {
  const { targets, blocks } = own.examples;
  const measures = (windows: ForecastWindows) =>
    measuresOf(
      windows.forecasts.map(({ value }) => value),
      targets,
    );
  const both = { champion: measures(theirs), challenger: measures(own) };
  const options = { seed: SEED, draws: DRAWS, groups: blocks };
  return { task, ...compareMeasures(headlines, both, blocks.length, options) };
}
