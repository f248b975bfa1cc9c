import { type SearchConfiguration, type SearchSpace, type SearchTrial } from '@lintel/contracts';
import { sampleConfiguration } from './sample-configuration';

export interface SearchPlan {
  readonly space: SearchSpace;
  /** Tried first, with the full resource, so that the search never ends worse than they are. At least one. */
  readonly defaults: readonly SearchConfiguration[];
  /** Shares of the full resource, ascending, the last one 1. One level alone is random search. */
  readonly levels: readonly number[];
  readonly better: 'higher' | 'lower';
  readonly seed: number;
  /** Most configurations, the defaults included. Default: no limit. */
  readonly configurations?: number | undefined;
}

/** What a trial fits. */
export type PlannedTrial = Pick<SearchTrial, 'number' | 'configuration' | 'resource'>;

/** The share of configurations that reaches the next level is 1 / ETA. */
const ETA = 3;

/**
 * The trial that comes next by successive halving (Jamieson & Talwalkar 2016): ETA ** (levels - 1) random
 * configurations are fitted with the least resource, the best third of them with more, and so on; then others follow.
 * It depends on the finished trials alone, so a search continues where it stopped.
 * @returns null if all configurations were tried
 */
export function nextTrial(plan: SearchPlan, trials: readonly SearchTrial[]): PlannedTrial | null {
  const { space, defaults, levels, seed, configurations = Infinity } = plan;
  const missing = defaults.findIndex((_, number) => findTrial(trials, number, 1) === undefined);
  if (missing >= 0) return { number: missing, configuration: defaults[missing]!, resource: 1 };
  if (space.length === 0) return null;
  const size = ETA ** (levels.length - 1);
  for (let first = defaults.length; first < configurations; first += size) {
    let numbers = Array.from({ length: Math.min(size, configurations - first) }, (_, at) => first + at);
    for (const resource of levels) {
      const open = numbers.find((number) => findTrial(trials, number, resource) === undefined);
      if (open !== undefined) {
        return { number: open, configuration: sampleConfiguration(space, seed, open), resource };
      }
      const ranked = numbers
        .map((number) => findTrial(trials, number, resource)!)
        .filter(({ score }) => score !== null);
      ranked.sort((one, other) => compareTrials(one, other, plan.better));
      numbers = ranked.slice(0, Math.max(1, Math.floor(numbers.length / ETA))).map(({ number }) => number);
    }
  }
  return null;
}

/** The best trial with the full resource; the earlier one of equals. */
export function bestTrial(trials: readonly SearchTrial[], better: SearchPlan['better']): SearchTrial | undefined {
  return trials
    .filter(({ resource, score }) => resource === 1 && score !== null)
    .sort((one, other) => compareTrials(one, other, better) || one.number - other.number)[0];
}

const findTrial = (trials: readonly SearchTrial[], number: number, resource: number): SearchTrial | undefined =>
  trials.find((trial) => trial.number === number && trial.resource === resource);

/** Better ones first, failed ones last. */
export function compareTrials(one: SearchTrial, other: SearchTrial, better: SearchPlan['better']): number {
  if (one.score === null || other.score === null) return Number(one.score === null) - Number(other.score === null);
  return better === 'higher' ? other.score - one.score : one.score - other.score;
}
