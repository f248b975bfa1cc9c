import {
  LintelError,
  type SearchConfiguration,
  type TablePreprocessing,
  type TableRecipe,
  type TableSchema,
  type TensorSpec,
} from '@lintel/contracts';
import { linearOnnx } from '../../../linear/linear-onnx';
import { choosePenalty, type LinearTargets } from '../../../linear/choose-penalty';
import { predictLinear } from '../../../linear/predict-linear';
import { fitMlp } from '../../../mlp/fit-mlp';
import { mlpOnnx } from '../../../mlp/mlp-onnx';
import { predictMlp } from '../../../mlp/predict-mlp';
import { fitScorecard } from '../../../scorecard/fit-scorecard';
import { scorecardOnnx } from '../../../scorecard/scorecard-onnx';
import { scoreRows } from '../../../scorecard/score-rows';
import { fitDenseEncoding } from '../../../tables/dense-encoding';
import { encodeMatrix, fitMatrixEncoding } from '../../../tables/matrix-encoding';
import { readInputs } from '../../../tables/read-table';
import { crossValidation, splitRows, type SplitRows } from '../../../tables/splits';
import { type Table } from '../../../tables/table';
import { exportTreesOnnx, TREES_ANSWER, TREES_INPUT } from '../../../trees/export-trees-onnx';
import { predictTrees } from '../../../trees/predict-trees';
import { parseTreeOptions } from '../../../trees/tree-options';
import { trainTrees } from '../../../trees/train-trees';
import { type EncodedRows, encodeRows, inputWidth } from '../encode-rows';
import { type FittedTable } from '../explainer';
import { ANSWER } from '../served-tables';
import { type TableTarget } from './table-data';

/** The rows of a fit; `groups` and `times` are as those of `SplitRows`. */
export interface FitTableRequest extends Partial<Pick<SplitRows, 'groups' | 'times'>> {
  readonly table: Table;
  readonly schema: TableSchema;
  readonly target: TableTarget;
  readonly seed: number;
  /** Values of the recipe's search space; those that are absent have their defaults. */
  readonly settings?: SearchConfiguration | undefined;
  /** Called with the share that is done, in (0, 1]. */
  readonly onProgress?: ((done: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface FittedRecipe {
  readonly preprocessing: TablePreprocessing;
  readonly fitted: FittedTable;
  /** Number of fitted values, for people. */
  readonly parameters: number;
  readonly config: Readonly<Record<string, unknown>>;
}

/** A graph, and how the manifest describes it. */
export interface TableGraph {
  readonly bytes: Uint8Array;
  readonly inputs: TensorSpec[];
  readonly outputs: (TensorSpec & { meaning: string })[];
}

/** Fits the encoding and the model of a recipe to the rows of a table. */
export async function fitRecipe(recipe: TableRecipe, request: FitTableRequest): Promise<FittedRecipe> {
  const { table, schema, settings } = request;
  const typed = readInputs(table, schema);
  const matrix = fitMatrixEncoding(typed, schema);
  const plain: TablePreprocessing = { kind: 'table', schema, matrix, dense: null, columns: null };
  if (recipe === 'trees') return fitTrees(plain, request);
  if (recipe === 'linear') {
    const dense = fitDenseEncoding(encodeMatrix(typed, matrix).matrix, matrix, { ...numberOf(settings, 'knots') });
    return fitLinearRecipe({ ...plain, dense }, request);
  }
  if (recipe === 'mlp') {
    const dense = fitDenseEncoding(encodeMatrix(typed, matrix).matrix, matrix, { knots: 0 });
    return fitMlpRecipe({ ...plain, dense }, request);
  }
  return fitCard(plain, request);
}

async function fitTrees(preprocessing: TablePreprocessing, request: FitTableRequest): Promise<FittedRecipe> {
  const { target, seed, settings = {}, onProgress, signal } = request;
  const { matrix } = encodeRows(request.table, preprocessing);
  const objective =
    target.kind === 'values'
      ? ({ kind: 'squared-error' } as const)
      : target.classNames.length === 2
        ? ({ kind: 'binary' } as const)
        : ({ kind: 'multiclass', classes: target.classNames.length } as const);
  const { model, rounds } = await trainTrees({
    training: { features: matrix, targets: target.kind === 'values' ? target.values : target.labels },
    options: parseTreeOptions({ ...settings, objective }),
    seed,
    ...(onProgress
      ? { onRound: ({ round }) => onProgress(Math.min(1, round / Number(settings['rounds'] ?? ROUNDS))) }
      : {}),
    ...(signal ? { signal } : {}),
  });
  return {
    preprocessing,
    fitted: { kind: 'trees', model },
    parameters: model.feature.length,
    config: { ...settings, objective: objective.kind, rounds },
  };
}

/** The default number of rounds of `trainTrees`, for the progress. */
const ROUNDS = 400;
/** The loss of many rows varies less, so that fewer folds choose as well. */
const penaltyFolds = (rows: number): number => (rows < 5_000 ? 5 : 3);

function fitLinearRecipe(preprocessing: TablePreprocessing, request: FitTableRequest): FittedRecipe {
  const { target, seed, settings, onProgress, signal } = request;
  const { dense } = encodeRows(request.table, preprocessing);
  const labels = labelsOf(target);
  const { model } = choosePenalty(
    dense!,
    linearTargets(target),
    crossValidation({ rows: request.table.rows, ...labels }, penaltyFolds(request.table.rows), seed),
    { ...numberOf(settings, 'alpha'), ...(onProgress ? { onProgress } : {}), ...(signal ? { signal } : {}) },
  );
  const parameters = model.coefficients.reduce((sum, list) => sum + list.length + 1, 0);
  return {
    preprocessing,
    fitted: { kind: 'linear', model },
    parameters,
    config: { ...settings, link: model.link, ...model.penalty },
  };
}

/** Held out of the rows of a fit to choose the number of epochs. */
const HELD_OUT = 0.15;

async function fitMlpRecipe(preprocessing: TablePreprocessing, request: FitTableRequest): Promise<FittedRecipe> {
  const { table, target, groups, times, settings, ...options } = request;
  const { dense } = encodeRows(table, preprocessing);
  const split = { ...labelsOf(target), ...(groups ? { groups } : {}), ...(times ? { times } : {}) };
  const [train, test] = splitRows({ rows: table.rows, ...split }, [1 - HELD_OUT, HELD_OUT], request.seed);
  const { model, epochs } = await fitMlp(
    dense!,
    linearTargets(target),
    { train: train!, test: test! },
    { ...options, ...numberOf(settings, 'learningRate'), ...numberOf(settings, 'weightDecay') },
  );
  return {
    preprocessing,
    fitted: { kind: 'mlp', model },
    parameters: [...model.hidden.map(({ weights, biases }) => weights.length + biases.length)].reduce(
      (sum, count) => sum + count,
      model.coefficients.reduce((sum, list) => sum + list.length + 1, 0),
    ),
    config: { ...settings, link: model.link, units: model.hidden.map(({ biases }) => biases.length), epochs },
  };
}

/** One value of the settings, to be spread; nothing if it has its default. */
const numberOf = <Name extends string>(
  settings: SearchConfiguration | undefined,
  name: Name,
): Partial<Record<Name, number>> =>
  settings?.[name] === undefined ? {} : ({ [name]: Number(settings[name]) } as Record<Name, number>);

const labelsOf = (target: TableTarget): Pick<SplitRows, 'labels'> =>
  target.kind === 'classes' ? { labels: target.labels } : {};

const linearTargets = (target: TableTarget): LinearTargets =>
  target.kind === 'values' ? target : { kind: 'classes', labels: target.labels, classes: target.classNames.length };

function fitCard(preprocessing: TablePreprocessing, { table, target, onProgress }: FitTableRequest): FittedRecipe {
  if (target.kind !== 'classes' || target.classNames.length !== 2) {
    throw new LintelError('INVALID_ARGUMENT', {
      problem: 'A scorecard needs a target with two classes.',
      expected: 'two classes',
      received: target.kind === 'values' ? 'values' : `${target.classNames.length} classes`,
      cure: 'Choose the recipe trees or linear, or another target.',
    });
  }
  const { matrix } = encodeRows(table, preprocessing);
  const card = fitScorecard(matrix, preprocessing.matrix, target.labels);
  onProgress?.(1);
  return {
    preprocessing: { ...preprocessing, columns: card.columns.map(({ name }) => name) },
    fitted: { kind: 'scorecard', model: card },
    parameters: card.columns.reduce((sum, { bins }) => sum + bins.length, 1),
    config: { ...card.scaling, dropped: card.dropped.map(({ name }) => name) },
  };
}

/**
 * The fitter's own answers, without a graph.
 * @returns float64 [rows, outputs] as the graph's output `answer`
 */
export function predictFitted({ fitted }: Pick<FittedRecipe, 'fitted'>, { matrix, dense }: EncodedRows): Float64Array {
  switch (fitted.kind) {
    case 'trees':
      return predictTrees(fitted.model, matrix);
    case 'linear':
      return predictLinear(fitted.model, dense!);
    case 'mlp':
      return predictMlp(fitted.model, dense!);
    case 'scorecard': {
      const { probabilities } = scoreRows(fitted.model, matrix);
      return Float64Array.from({ length: 2 * matrix.rows }, (_, at) =>
        at % 2 === 0 ? 1 - probabilities[at / 2]! : probabilities[(at - 1) / 2]!,
      );
    }
  }
}

/** Writes the fitted model as a graph. */
export function graphOf(
  { fitted, preprocessing }: FittedRecipe,
  outputs: number,
  metadata: Readonly<Record<string, string>>,
): TableGraph {
  const shape = [inputWidth(preprocessing)];
  const answer = (name: string, size: number) => ({ name, dtype: 'float32' as const, shape: [size], meaning: ANSWER });
  switch (fitted.kind) {
    case 'trees':
      return {
        bytes: exportTreesOnnx(fitted.model, metadata),
        inputs: [{ name: TREES_INPUT, dtype: 'float32', shape }],
        outputs: [answer(TREES_ANSWER, outputs === 2 ? 1 : outputs)],
      };
    case 'linear':
    case 'mlp': {
      const graph = fitted.kind === 'linear' ? linearOnnx(fitted.model, metadata) : mlpOnnx(fitted.model, metadata);
      const { bytes, input, output } = graph;
      return { bytes, inputs: [{ name: input, dtype: 'float32', shape }], outputs: [answer(output, outputs)] };
    }
    case 'scorecard': {
      const { bytes, input } = scorecardOnnx(fitted.model, metadata);
      return {
        bytes,
        inputs: [{ name: input, dtype: 'float32', shape }],
        outputs: [
          answer('probabilities', 2),
          { name: 'score', dtype: 'float32', shape: [1], meaning: 'score' },
          { name: 'points', dtype: 'float32', shape, meaning: 'points' },
        ],
      };
    }
  }
}
