import { z } from 'zod';
import { comparedFiguresSchema } from '../compared-figures';
import { valueGatePolicySchema } from '../gate-policy';
import { defineTask } from '../task-contract';
import { FORECAST_METRIC_NAMES } from './metrics';
import { forecastHeadlines, forecastReportSchema } from './forecast-report';
import { windowPreprocessingSchema } from '../series/window-features';

/** The recipes that fit a forecaster. */
export const FORECAST_RECIPES = ['window-trees', 'gru', 'tcn'] as const;
export type ForecastRecipe = (typeof FORECAST_RECIPES)[number];

export const forecastAnswerSchema = z.object({
  /** What the forecast is for: ISO 8601, or a number where times are numbers. */
  time: z.union([z.string(), z.number()]),
  value: z.number(),
  /** Contains the true value with probability `level`, if the future is like the newest part of the training. */
  interval: z.object({ low: z.number(), high: z.number(), level: z.number().gt(0).lt(1) }),
  /** What each signal adds to the average forecast, the largest first; `base` and they add up to the value. */
  reasons: z.array(z.object({ signal: z.string(), contribution: z.number() })),
  base: z.number(),
  /** The share of the values in the window that are missing. */
  missing: z.number().min(0).max(1),
  /** True if most of the window is missing, or a signal's newest value. */
  unsure: z.boolean(),
});
export type ForecastAnswer = z.infer<typeof forecastAnswerSchema>;

/**
 * Which value will a signal have? The graph takes the features of a window, float32 [batch, features] with NaN for
 * missing ones, and has one output `forecast`, float32 [batch, 3]: the value, and the quantiles below and above it.
 */
export const timeSeriesForecast = defineTask({
  id: 'time-series-forecast',
  preprocessing: windowPreprocessingSchema,
  reading: z.object({
    /** The band reaches `widening` beyond the two quantiles, in the unit of the target; negative if they are too wide. */
    band: z.object({ level: z.number().gt(0).lt(1), widening: z.number() }),
    explainer: z.discriminatedUnion('kind', [
      /** The trees of the value, from which the reasons are computed. */
      z.object({ kind: z.literal('trees'), file: z.string().regex(/^[\w.-]+$/) }),
      /** The graph's output `reasons`, float32 [batch, 1 + signals]: `base`, then the contribution of each of `signals`. */
      z.object({ kind: z.literal('graph'), signals: z.array(z.string()).min(1) }),
    ]),
  }),
  answer: forecastAnswerSchema,
  target: z.object({ value: z.number() }),
  report: forecastReportSchema,
  comparison: comparedFiguresSchema,
  gatePolicy: valueGatePolicySchema,
  figureNames: FORECAST_METRIC_NAMES,
  headlines: forecastHeadlines,
});
