export {
  readInteractions,
  type ReadInteractions,
  type ReadInteractionsOptions,
} from './recommenders/read-interactions';
export { historyOf, type Interactions, userCount } from './recommenders/interactions';
export {
  evaluateRecommender,
  type EvaluatedRecommender,
  type TestInteractions,
} from './tasks/recommendation/training/evaluate-recommender';
export {
  type RecommenderManifest,
  trainRecommender,
  type TrainedRecommender,
  type TrainRecommenderRequest,
} from './tasks/recommendation/training/train-recommender';
export { type ItemContents, readContents } from './recommenders/read-contents';
