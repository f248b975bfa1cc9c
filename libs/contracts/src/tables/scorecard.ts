import { z } from 'zod';

/** A range or group of values, and what training saw of it. An event is the class whose probability is predicted. */
export const scorecardBinSchema = z.object({
  /** Such as `[8.5, 16.5)`, `A41, A48`, `-9` or `missing`. */
  label: z.string(),
  rows: z.int().min(0),
  events: z.int().min(0),
  /**
   * Weight of evidence: ln of the bin's share of all rows without the event over its share of all events. Positive:
   * fewer events than average. 0 for a bin without rows.
   */
  woe: z.number(),
  points: z.number(),
});

const column = {
  name: z.string().min(1),
  /** Siddiqi 2006: below 0.02 not predictive, above 0.3 strong. */
  informationValue: z.number().min(0),
  /** Of the weight of evidence, in the model of the log odds of the event; negative. */
  coefficient: z.number(),
};

export const scorecardColumnSchema = z.discriminatedUnion('kind', [
  z.object({
    ...column,
    kind: z.literal('number'),
    /** Ascending; a value on an edge belongs to the upper bin. */
    edges: z.array(z.number()),
    /** Codes with a bin of their own. */
    special: z.array(z.number()),
    /** The ranges, then the special codes, then the missing values. */
    bins: z.array(scorecardBinSchema).min(2),
  }),
  z.object({
    ...column,
    kind: z.literal('category'),
    /** The bin of each code of the matrix encoding. */
    groups: z.array(z.int().min(0)),
    /** The groups, then the missing values. */
    bins: z.array(scorecardBinSchema).min(2),
  }),
]);

/** How log odds become points: `pointsToDouble` more points mean twice the odds against the event. */
export const scorecardScalingSchema = z.object({
  /** The score at which the odds against the event are `baseOdds` to 1. */
  basePoints: z.number().default(600),
  baseOdds: z.number().positive().default(50),
  pointsToDouble: z.number().positive().default(20),
  /** Whole points; the probability is then computed from the rounded points, so that both always agree. */
  rounded: z.boolean().default(true),
});

/** A points scorecard: every column adds the points of its bin. More points: the event is less probable. */
export const scorecardSchema = z.object({
  kind: z.literal('scorecard'),
  scaling: scorecardScalingSchema,
  columns: z.array(scorecardColumnSchema).min(1),
  /** Log odds of the event where every weight of evidence is 0. */
  intercept: z.number(),
  /** Columns that are not part of the card, and why. */
  dropped: z.array(
    z.object({
      name: z.string(),
      informationValue: z.number().min(0),
      reason: z.enum(['little-information', 'wrong-direction']),
    }),
  ),
});

export type ScorecardBin = z.infer<typeof scorecardBinSchema>;
export type ScorecardColumn = z.infer<typeof scorecardColumnSchema>;
export type ScorecardScaling = z.infer<typeof scorecardScalingSchema>;
export type Scorecard = z.infer<typeof scorecardSchema>;
