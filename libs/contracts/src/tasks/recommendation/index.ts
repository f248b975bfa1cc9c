export {
  DEFAULT_EVENT_WEIGHTS,
  type HistoryEvent,
  type HistoryPreprocessing,
  MOST_RECOMMENDED,
  type NewItem,
  RECOMMENDATION_RECIPES,
  type RecommendationAnswer,
  type RecommendationReading,
  type RecommendationRecipe,
  type RecommendationRequest,
  recommendationRequestSchema,
  type RecommendedItem,
} from './recommendation';
export {
  INTERACTION_SPLITS,
  type InteractionProtocol,
  type InteractionSplit,
  type RankingMetrics,
  type RankingReport,
} from './ranking-report';
export { RANKING_METRIC_NAMES, RANKING_METRICS, type RankingMetric } from './metrics';
export { type InteractionFinding, interactionFindingSchema } from './interaction-finding';
