import {
  LintelError,
  linearModelSchema,
  type MlpModel,
  mlpModelSchema,
  type Scorecard,
  scorecardSchema,
  type TableRecipe,
} from '@lintel/contracts';
import { linearReasons } from '../../linear/predict-linear';
import { mlpReasons } from '../../mlp/mlp-reasons';
import { scorecardReasons } from '../../scorecard/score-rows';
import { type TreeModel } from '../../trees/tree-model';
import { decodeTreeModel, encodeTreeModel } from '../../trees/tree-model-file';
import { explainTrees } from '../../trees/tree-shap';
import { type EncodedRows } from './encode-rows';

type LinearModel = ReturnType<typeof linearModelSchema.parse>;

/** What was fitted, by recipe. */
export type FittedTable =
  | { readonly kind: 'trees'; readonly model: TreeModel }
  | { readonly kind: 'linear'; readonly model: LinearModel }
  | { readonly kind: 'scorecard'; readonly model: Scorecard }
  | { readonly kind: 'mlp'; readonly model: MlpModel };

/** What each column adds to the answer of an average training row; both add up to the row's answer in `unit`. */
export interface Contributions {
  readonly base: number;
  readonly unit: 'log-odds' | 'points' | 'target';
  readonly columns: readonly { readonly column: string; readonly contribution: number }[];
}

export interface Explainer {
  /**
   * Reasons of one row, which add up to its answer: Shapley values for trees, coefficient × (x − mean) for linear
   * models and points for scorecards, which are exact; integrated gradients for networks, which approximate Shapley
   * values.
   * @param output the class whose log odds are explained; 0 if there is one output
   */
  explain(rows: EncodedRows, row: number, output: number): Contributions;
}

/** The file beside the graph from which an explainer is opened. */
export const EXPLAINER_FILE: Readonly<Record<TableRecipe, string>> = {
  trees: 'trees.bin',
  linear: 'linear.json',
  scorecard: 'scorecard.json',
  mlp: 'mlp.json',
};

export const encodeFitted = (fitted: FittedTable): Uint8Array =>
  fitted.kind === 'trees' ? encodeTreeModel(fitted.model) : Buffer.from(JSON.stringify(fitted.model));

/** @throws LintelError MODEL_INVALID */
export function decodeFitted(kind: TableRecipe, bytes: Uint8Array | undefined, file: string): FittedTable {
  try {
    if (bytes === undefined) throw new Error('no such file');
    if (kind === 'trees') return { kind, model: decodeTreeModel(bytes) };
    const content: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
    if (kind === 'linear') return { kind, model: linearModelSchema.parse(content) };
    if (kind === 'mlp') return { kind, model: mlpModelSchema.parse(content) };
    return { kind, model: scorecardSchema.parse(content) };
  } catch (cause) {
    throw new LintelError('MODEL_INVALID', {
      problem: `The file ${file}, which explains the answers of the model, can't be read.`,
      expected: `a fitted model of the recipe ${kind}`,
      received: cause instanceof Error ? cause.message : String(cause),
      cure: 'Copy the model folder again from where it was made, or train the model again.',
      cause,
    });
  }
}

/** @param isValue the answer is a value, not a class */
export function explainerOf(fitted: FittedTable, isValue: boolean): Explainer {
  const unit = isValue ? 'target' : 'log-odds';
  switch (fitted.kind) {
    case 'trees':
      return { explain: (rows, row, output) => explainRowOfTrees(fitted.model, rows, row, output, unit) };
    case 'linear':
    case 'mlp':
      return {
        explain({ dense, matrix }, row, output) {
          const inputs = matrix.columns.length;
          const { base, contributions } =
            fitted.kind === 'linear'
              ? linearReasons(fitted.model, dense!, row, inputs, output)
              : mlpReasons(fitted.model, dense!, row, inputs, output);
          return { base, unit, columns: named(matrix.columns, contributions) };
        },
      };
    case 'scorecard':
      return {
        explain({ matrix }, row) {
          const reasons = scorecardReasons(fitted.model, matrix, row);
          return {
            base: reasons.reduce((sum, { meanPoints }) => sum + meanPoints, 0),
            unit: 'points',
            columns: reasons.map(({ column, points, meanPoints }) => ({ column, contribution: points - meanPoints })),
          };
        },
      };
  }
}

function explainRowOfTrees(
  model: TreeModel,
  { matrix }: EncodedRows,
  row: number,
  output: number,
  unit: Contributions['unit'],
): Contributions {
  const { columns, rows, values } = matrix;
  const one = { rows: 1, columns, values: Float32Array.from(columns, (_, column) => values[column * rows + row]!) };
  const { contributions, expected } = explainTrees(model, one);
  const own = contributions.subarray(output * columns.length, (output + 1) * columns.length);
  return { base: expected[output]!, unit, columns: named(columns, own) };
}

const named = (columns: readonly { readonly name: string }[], values: ArrayLike<number>) =>
  columns.map(({ name }, at) => ({ column: name, contribution: values[at]! }));
