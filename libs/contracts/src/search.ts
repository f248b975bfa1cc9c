import { z } from 'zod';
import { headlineSchema } from './tasks/headline';

const name = z.string().min(1).max(60);
const valueSchema = z.union([z.number(), z.string()]);
/** The parameter exists only where another one has this value, such as the leaves of the recipe "trees". */
const when = z.strictObject({ name, value: valueSchema }).optional();

/** A value that a search chooses. */
export const searchParameterSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.enum(['float', 'integer']),
    name,
    low: z.number(),
    high: z.number(),
    /** `log`: the logarithm is uniform, so that small values are tried as often as large ones. */
    scale: z.enum(['uniform', 'log']),
    when,
  }),
  z.strictObject({ kind: z.literal('choice'), name, options: z.array(valueSchema).min(1), when }),
]);
export type SearchParameter = z.infer<typeof searchParameterSchema>;

/** The parameters of a search; a condition names a parameter that stands before it. */
export const searchSpaceSchema = z.array(searchParameterSchema).superRefine((space, context) => {
  space.forEach((parameter, at) => {
    const problem = problemOf(parameter, space.slice(0, at));
    if (problem !== null) context.addIssue({ code: 'custom', path: [at], message: problem });
  });
});
export type SearchSpace = readonly SearchParameter[];

function problemOf(parameter: SearchParameter, before: readonly SearchParameter[]): string | null {
  if (parameter.when && !before.some((one) => one.name === parameter.when!.name)) {
    return `${parameter.name} depends on ${parameter.when.name}, which does not stand before it`;
  }
  if (parameter.kind === 'choice') return null;
  if (!(parameter.low < parameter.high)) return `low of ${parameter.name} is not below high`;
  return parameter.scale === 'log' && parameter.low <= 0 ? `low of ${parameter.name} is not positive` : null;
}

/** The values of one trial by the names of their parameters; an absent one has its default. */
export const searchConfigurationSchema = z.record(name, valueSchema);
export type SearchConfiguration = Readonly<z.infer<typeof searchConfigurationSchema>>;

/** One fit of a configuration. It has a score or an error. */
export const searchTrialSchema = z.object({
  /** Number of the configuration, from 0. The defaults come first. */
  number: z.int().min(0),
  configuration: searchConfigurationSchema,
  /** Share of the full resource, such as of the rows that are learned from. */
  resource: z.number().gt(0).max(1),
  seconds: z.number().min(0),
  /** On the validation part. */
  score: z.number().nullable(),
  /** Why the trial failed. */
  error: z.string().nullable(),
});
export type SearchTrial = z.infer<typeof searchTrialSchema>;

/** What a search has done so far; it continues from this value. */
export const searchStateSchema = z.object({
  formatVersion: z.literal(1),
  /** Hash of everything that the trials depend on: data, space, seed. */
  key: z.string(),
  trials: z.array(searchTrialSchema),
});
export type SearchState = z.infer<typeof searchStateSchema>;

/** The search of a job: what was tried so far, and what the scores are. */
export const jobSearchSchema = searchStateSchema.extend({
  /** What is compared, on the validation part. */
  figure: headlineSchema.pick({ key: true, unit: true, better: true }),
});
export type JobSearch = z.infer<typeof jobSearchSchema>;

/** What a manifest says about the search that chose the configuration of a model. */
export const searchSummarySchema = z.object({
  /** Configurations that were tried, the defaults included. */
  configurations: z.int().min(1),
  /** Fits, at any resource. */
  trials: z.int().min(1),
  failed: z.int().min(0),
  seconds: z.number().min(0),
  /** Key of the metric that was compared. */
  metric: z.string(),
  better: z.enum(['higher', 'lower']),
  /** Of the chosen configuration and of the best defaults, on the validation part. */
  score: z.number(),
  defaultScore: z.number().nullable(),
  configuration: searchConfigurationSchema,
});
export type SearchSummary = z.infer<typeof searchSummarySchema>;
