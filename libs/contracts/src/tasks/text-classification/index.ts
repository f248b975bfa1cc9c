export { type TextAnswer, type TextReason } from './text-answer';
export { TEXT_RECIPES, type TextReading, type TextRecipe, type TextTarget } from './text-classification';
export { textTokensSchema, type TextPreprocessing, type TextTokens } from './text-preprocessing';
export { TEXT_METRIC_NAMES, TEXT_METRICS, type TextMetric } from './metrics';
export { type TextReport } from './text-report';
