import { createRandom } from '@lintel/contracts/random';
import { type FeatureMatrix } from '../tables/feature-matrix';
import { type ColumnBins, findBins, writeBins } from './column-bins';
import { type GrownLeaf, type GrownTree, TreeGrower } from './grow-tree';
import { addGrownTree } from './grown-tree-margins';
import { createKernels } from './histogram-kernels';
import { leafValue } from './leaf-value';
import { createObjective, type Objective, type Targets, weightedQuantile } from './objective';
import { ThreadTeam } from './thread-team';
import { type TreeModel } from './tree-model';
import { TreeModelBuilder } from './tree-model-builder';
import { type TreeOptions } from './tree-options';
import { COMMAND, rowsPerItem, treeWork } from './tree-work';
import { createWorkspace, type Workspace } from './workspace';

/** A table with the answers, checked. */
export interface TargetedRows {
  readonly features: FeatureMatrix;
  readonly targets: Float64Array;
  readonly weights?: Float64Array | undefined;
}

export interface BoostingInput {
  readonly training: TargetedRows;
  readonly validation?: TargetedRows | undefined;
  readonly options: TreeOptions;
  readonly seed: number;
}

export interface RoundReport {
  /** Rounds done, from 1. */
  readonly round: number;
  /** The mean loss on the validation rows, if there are any. */
  readonly validationLoss: number | undefined;
  /** True if no further round will follow. */
  readonly isLast: boolean;
}

export interface TrainedTrees {
  readonly model: TreeModel;
  /** Rounds that the model holds: up to the best one where validation rows and patience were given. */
  readonly rounds: number;
  /** The validation loss after each round that was run. */
  readonly validationLosses: readonly number[];
}

interface Validation extends Targets {
  readonly rows: number;
  readonly bins: Uint8Array;
  readonly margins: Float64Array;
  /** Every row number. */
  readonly all: Int32Array;
}

/** Gradient boosting (Friedman 2001) with Newton steps on histograms (Chen and Guestrin 2016; Ke et al. 2017). */
export class Boosting {
  readonly workspace: Workspace;
  private readonly objective: Objective;
  private readonly team: ThreadTeam;
  private readonly grower: TreeGrower;
  private readonly builder: TreeModelBuilder;
  private readonly baseMargins: Float32Array;
  private readonly validation: Validation | undefined;
  private readonly losses: number[] = [];
  private readonly bag: Int32Array;
  private readonly outOfBag: Int32Array;
  private round = 0;
  private best = { round: 0, loss: Infinity };

  constructor(
    private readonly input: BoostingInput,
    control = ThreadTeam.createControl(),
  ) {
    const { training, validation, options } = input;
    const { features, targets, weights } = training;
    const { rows, columns } = features;
    this.objective = createObjective(options.objective);
    const valuesOf = (matrix: FeatureMatrix, column: number) =>
      matrix.values.subarray(column * matrix.rows, (column + 1) * matrix.rows);
    const bins = columns.map((column, index) => findBins(valuesOf(features, index), column, options.bins));
    this.workspace = createWorkspace(
      {
        options,
        rows,
        bins,
        isCategory: columns.map(({ categories }) => categories > 0),
        monotone: columns.map(({ monotone = 0 }) => monotone),
        hasMissing: bins.map((one, index) => hasMissing(valuesOf(features, index), one)),
        outputs: this.objective.outputs,
      },
      weights !== undefined,
    );
    const { workspace } = this;
    workspace.columns.forEach((column, index) => {
      writeBins(valuesOf(features, column), bins[column]!, workspace.bins.subarray(index * rows, (index + 1) * rows));
    });
    workspace.targets.set(targets);
    if (weights) workspace.weights!.set(weights);
    this.baseMargins = Float32Array.from(this.objective.startingMargins({ values: targets, weights }));
    fillMargins(workspace.margins, this.baseMargins, rows);
    const kernels = createKernels(workspace, rows, workspace.memory);
    this.team = new ThreadTeam(control, treeWork(workspace, this.objective, kernels));
    this.grower = new TreeGrower(workspace, this.team, kernels);
    const splitBins = Array.from(workspace.columns, (column) => bins[column]!);
    this.builder = new TreeModelBuilder(workspace.columns, splitBins);
    this.bag = new Int32Array(Math.max(1, Math.round(rows * options.rowShare)));
    this.outOfBag = new Int32Array(rows - this.bag.length);
    if (validation) this.validation = this.openValidation(validation, splitBins);
  }

  /** Grows the tree, or the trees, of one round. */
  next(): RoundReport {
    const { workspace, input, objective, validation } = this;
    const { rows } = workspace;
    const { rounds, patience } = input.options;
    this.sampleRows();
    this.team.run(COMMAND.gradients, Math.ceil(rows / rowsPerItem(rows)));
    let isSplit = false;
    for (let output = 0; output < objective.outputs; output += 1) {
      workspace.order.set(this.bag);
      this.sampleColumns(output);
      const tree = this.grower.grow(output, this.bag.length);
      isSplit ||= tree.leaves.length > 1;
      this.keep(tree, output);
    }
    this.round += 1;
    const validationLoss = validation ? objective.loss(validation, validation.margins) : undefined;
    if (validationLoss !== undefined) this.losses.push(validationLoss);
    if (validationLoss === undefined || validationLoss < this.best.loss) {
      this.best = { round: this.round, loss: validationLoss ?? Infinity };
    }
    const isExhausted = !isSplit && input.options.rowShare === 1 && input.options.columnShare === 1;
    const isStale = patience !== undefined && this.round - this.best.round >= patience;
    return { round: this.round, validationLoss, isLast: this.round >= rounds || isExhausted || isStale };
  }

  result(): TrainedTrees {
    const { options, training } = this.input;
    const rounds = this.validation && options.patience !== undefined ? this.best.round : this.round;
    const trees = rounds * this.objective.outputs;
    const model = this.builder.build(training.features.columns, options.objective, this.baseMargins, trees);
    return { model, rounds, validationLosses: this.losses };
  }

  /** Sets the leaves' values, stores the tree and adds it to all margins. */
  private keep(tree: GrownTree, output: number): void {
    const { workspace, validation, outOfBag } = this;
    const { rows, order, margins, bins, sizes } = workspace;
    const base = output * rows;
    const values = tree.leaves.map((leaf) => Math.fround(this.valueOf(leaf, base)));
    this.builder.add(tree, values);
    const ofOutput = margins.subarray(base, base + rows);
    tree.leaves.forEach(({ from, to }, leaf) => {
      const value = values[leaf]!;
      for (let at = from; at < to; at += 1) ofOutput[order[at]!]! += value;
    });
    addGrownTree(tree, values, bins, sizes, ofOutput, outOfBag);
    if (!validation) return;
    const [from, to] = [output * validation.rows, (output + 1) * validation.rows];
    addGrownTree(tree, values, validation.bins, sizes, validation.margins.subarray(from, to), validation.all);
  }

  private valueOf({ from, to, gradient, hessian, low, high }: GrownLeaf, base: number): number {
    const { workspace, objective } = this;
    const { l1, l2, learningRate } = workspace.options;
    if (objective.leafQuantile === undefined) {
      return learningRate * leafValue(gradient, hessian, { l1, l2, low, high });
    }
    const rows = workspace.order.subarray(from, to);
    const residuals = Float64Array.from(rows, (row) => workspace.targets[row]! - workspace.margins[base + row]!);
    const weights = workspace.weights && Float64Array.from(rows, (row) => workspace.weights![row]!);
    const value = weightedQuantile(residuals, weights, objective.leafQuantile);
    return learningRate * Math.min(high, Math.max(low, value));
  }

  /** Chooses the rows of this round in ascending order (Knuth, algorithm S). */
  private sampleRows(): void {
    const { bag, outOfBag } = this;
    const { rows } = this.workspace;
    const random = createRandom(this.input.seed, 'rows', String(this.round));
    let chosen = 0;
    for (let row = 0; row < rows; row += 1) {
      const wanted = bag.length - chosen;
      const left = rows - row;
      if (wanted === left || (wanted > 0 && random.next() * left < wanted)) bag[chosen++] = row;
      else outOfBag[row - chosen] = row;
    }
  }

  private sampleColumns(output: number): void {
    const { used, columns } = this.workspace;
    const order = Int32Array.from(columns.keys());
    if (used.length < columns.length) {
      createRandom(this.input.seed, 'columns', String(this.round), String(output)).shuffle(order);
    }
    used.set(order.subarray(columns.length - used.length).sort());
  }

  private openValidation({ features, targets, weights }: TargetedRows, bins: readonly ColumnBins[]): Validation {
    const { rows, values } = features;
    const binned = new Uint8Array(this.workspace.columns.length * rows);
    this.workspace.columns.forEach((column, index) => {
      const target = binned.subarray(index * rows, (index + 1) * rows);
      writeBins(values.subarray(column * rows, (column + 1) * rows), bins[index]!, target);
    });
    const margins = new Float64Array(this.objective.outputs * rows);
    fillMargins(margins, this.baseMargins, rows);
    return {
      rows,
      bins: binned,
      margins,
      values: targets,
      weights,
      all: Int32Array.from({ length: rows }, (_, row) => row),
    };
  }
}

function fillMargins(margins: Float64Array, base: Float32Array, rows: number): void {
  base.forEach((margin, output) => margins.fill(margin, output * rows, (output + 1) * rows));
}

/** Whether some value has no bin of its own: it is missing, or a code too rare for one. */
function hasMissing(values: Float32Array, { size, codes }: ColumnBins): boolean {
  if (codes.length === 0) return size === 0 || values.some((value) => Number.isNaN(value));
  const known = new Set<number>(codes);
  return values.some((value) => !known.has(value));
}
