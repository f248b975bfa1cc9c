import { type JobSearch, type SearchTrial } from '@lintel/contracts';

/** A trial as the table shows it. */
export interface SearchRow extends SearchTrial {
  /** The best of those that used all rows. */
  readonly isBest: boolean;
  /** Its settings are those of a training without a search. */
  readonly isDefault: boolean;
  /** In one line, without the recipe's key. */
  readonly settings: string;
}

/** The best trials first, those with more rows before those with fewer, failed ones last. */
export function searchRows({ trials, figure }: Pick<JobSearch, 'trials' | 'figure'>): SearchRow[] {
  const sign = figure.better === 'higher' ? -1 : 1;
  const ordered = [...trials].sort((one, other) => {
    if (one.score === null || other.score === null) return Number(one.score === null) - Number(other.score === null);
    return other.resource - one.resource || sign * (one.score - other.score) || one.number - other.number;
  });
  const [first] = ordered;
  return ordered.map((trial) => ({
    ...trial,
    isBest: trial === first && trial.score !== null && trial.resource === 1,
    isDefault: Object.keys(trial.configuration).every((name) => name === 'recipe'),
    settings: Object.entries(trial.configuration)
      .map(([name, value]) => (name === 'recipe' ? String(value) : `${name} ${value}`))
      .join(', '),
  }));
}
