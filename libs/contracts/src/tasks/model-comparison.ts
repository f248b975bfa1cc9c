import { z } from 'zod';
import { comparedFigureSchema } from './compared-figures';
import { imageClassification } from './image-classification/image-classification';
import { imageEmbedding } from './image-embedding/image-embedding';
import { recommendation } from './recommendation/recommendation';
import { tabularClassification, tabularRegression } from './tabular/tabular';
import { textClassification } from './text-classification/text-classification';
import { timeSeriesAnomaly } from './time-series-anomaly/time-series-anomaly';
import { timeSeriesForecast } from './time-series-forecast/time-series-forecast';

/** What every comparison of two models on the same test examples says: the main figure of the task. */
const generalComparisonSchema = comparedFigureSchema.extend({ examples: z.int().min(1) });
export type GeneralComparison = z.infer<typeof generalComparisonSchema>;

const comparisonOf = <Id extends string, Details extends z.ZodType>(task: {
  readonly id: Id;
  readonly comparison: Details;
}) => generalComparisonSchema.extend({ task: z.literal(task.id), details: task.comparison });

/** Compares two models on the same test examples. `details` are those of the task. */
export const modelComparisonSchema = z.discriminatedUnion('task', [
  comparisonOf(imageClassification),
  comparisonOf(imageEmbedding),
  comparisonOf(tabularClassification),
  comparisonOf(tabularRegression),
  comparisonOf(recommendation),
  comparisonOf(textClassification),
  comparisonOf(timeSeriesAnomaly),
  comparisonOf(timeSeriesForecast),
]);
export type ModelComparison = z.infer<typeof modelComparisonSchema>;
/** A comparison of two models for one task. */
export type ComparisonOf<Id extends ModelComparison['task']> = Extract<ModelComparison, { task: Id }>;
