import { LintelError } from '@lintel/contracts';
import { z } from 'zod';

/** What the trees are fitted to; the answer is computed from the margin (the sum of the trees) as stated. */
export const objectiveSchema = z.discriminatedUnion('kind', [
  /** Targets 0 or 1; the answer is the probability of 1, the logistic function of the margin. */
  z.object({ kind: z.literal('binary') }),
  /** Targets 0..classes-1; the answer is the softmax of one margin for each class. */
  z.object({ kind: z.literal('multiclass'), classes: z.int().min(2).max(10_000) }),
  /** Least squares: the mean. */
  z.object({ kind: z.literal('squared-error') }),
  /** Least absolute error: the median. */
  z.object({ kind: z.literal('absolute-error') }),
  /** Pinball loss (Koenker and Bassett 1978): the value that a share `level` of the targets does not exceed. */
  z.object({ kind: z.literal('quantile'), level: z.number().gt(0).lt(1) }),
  /** Squared error up to `delta`, absolute error beyond it (Huber 1964). */
  z.object({ kind: z.literal('huber'), delta: z.number().positive().default(1) }),
]);
export type TreeObjective = z.infer<typeof objectiveSchema>;

/**
 * How trees are grown. The names in brackets are LightGBM's. The defaults are many small trees that each see a part of
 * the rows and columns: they suit tables of some hundred to some ten thousand rows.
 */
export const treeOptionsSchema = z.strictObject({
  objective: objectiveSchema,
  /** Boosting rounds; each grows one tree, or one for each class [num_iterations]. */
  rounds: z.int().min(1).max(100_000).default(400),
  /** What each tree's answer is multiplied by [learning_rate]. */
  learningRate: z.number().positive().max(1).default(0.03),
  /** Most leaves of a tree [num_leaves]. */
  leaves: z.int().min(2).max(4096).default(8),
  /** Most splits between the root and a leaf [max_depth]. Default: no limit. */
  maxDepth: z.int().min(1).max(4096).optional(),
  /** Fewest rows in a leaf [min_data_in_leaf]. */
  minLeafRows: z.int().min(1).default(10),
  /** Least sum of second derivatives in a leaf [min_sum_hessian_in_leaf]. */
  minLeafHessian: z.number().min(0).default(1e-3),
  /** [lambda_l1] */
  l1: z.number().min(0).default(0),
  /** [lambda_l2] */
  l2: z.number().min(0).default(1),
  /** Added to l2 in splits of more than four categories [cat_l2]. */
  categoryL2: z.number().min(0).default(10),
  /** Pulls categories with few rows to the middle of the order [cat_smooth]. */
  categorySmoothing: z.number().min(0).default(10),
  /** Least gain of a split [min_gain_to_split]. */
  minGain: z.number().min(0).default(0),
  /** Share of the rows that each round sees, without replacement [bagging_fraction]. */
  rowShare: z.number().gt(0).max(1).default(0.8),
  /** Share of the columns that each tree may use [feature_fraction]. */
  columnShare: z.number().gt(0).max(1).default(0.8),
  /** Most bins of a column, apart from missing values [max_bin]. */
  bins: z.int().min(2).max(255).default(255),
  /** Stop when the validation loss has not improved for so many rounds [early_stopping_round]. Default: never. */
  patience: z.int().min(1).optional(),
});

export type TreeOptions = z.infer<typeof treeOptionsSchema>;
export type TreeOptionsInput = z.input<typeof treeOptionsSchema>;

/** @throws LintelError INVALID_CONFIGURATION that names the option */
export function parseTreeOptions(options: TreeOptionsInput): TreeOptions {
  const result = treeOptionsSchema.safeParse(options);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const path = issue?.path.join('.') ?? '';
  throw new LintelError('INVALID_CONFIGURATION', {
    problem: path === '' ? 'The options of the trees are invalid.' : `The option ${path} of the trees is invalid.`,
    expected: issue?.message ?? 'valid options',
    received: JSON.stringify(options),
    cure: 'Correct the option, or leave it out to use its default.',
    cause: result.error,
  });
}
