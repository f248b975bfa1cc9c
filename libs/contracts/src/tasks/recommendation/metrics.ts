// This module has no schemas, so that a page that names metrics does not load zod.

/** The metrics of ten recommended items, the most important one first. */
export const RANKING_METRICS = [
  'ndcgAt10',
  'hitRateAt10',
  'recallAt10',
  'precisionAt10',
  'mapAt10',
  'coverage',
  'novelty',
] as const;
export type RankingMetric = (typeof RANKING_METRICS)[number];

/** In English. */
export const RANKING_METRIC_NAMES: Readonly<Record<RankingMetric, string>> = {
  ndcgAt10: 'nDCG at 10',
  hitRateAt10: 'Hit rate at 10',
  recallAt10: 'Recall at 10',
  precisionAt10: 'Precision at 10',
  mapAt10: 'Mean average precision at 10',
  coverage: 'Coverage of the items',
  novelty: 'Novelty (bits)',
};
