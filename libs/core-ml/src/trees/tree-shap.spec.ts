import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type FeatureMatrix } from '../tables/feature-matrix';
import { goesLeft, predictMargin } from './predict-trees';
import { noisyTargets, randomMatrix } from './testing/random-rows';
import { trainTrees } from './train-trees';
import { type TreeModel } from './tree-model';
import { explainTrees } from './tree-shap';

interface LightGbmModel {
  readonly outputs: number;
  readonly trees: Readonly<Record<'roots' | 'feature' | 'value' | 'left' | 'right' | 'flags' | 'cover', number[]>>;
  readonly features: readonly (readonly (number | null)[])[];
  readonly margins: readonly number[];
  readonly contributions: readonly number[];
  readonly expected: readonly number[];
  readonly objective: string;
}

/** The mean answer of a tree where only the columns of `known` (bits) are known. */
function expectation(model: TreeModel, node: number, row: Float32Array, known: number): number {
  const column = model.feature[node]!;
  if (column < 0) return model.value[node]!;
  const [left, right] = [model.left[node]!, model.right[node]!];
  if ((known >> column) & 1) {
    return expectation(model, goesLeft(model, node, row[column]!) ? left : right, row, known);
  }
  const share = model.cover[left]! / model.cover[node]!;
  return share * expectation(model, left, row, known) + (1 - share) * expectation(model, right, row, known);
}

/** Shapley values by their definition: every order in which the columns can become known (Shapley 1953). */
function bruteForce(model: TreeModel, row: Float32Array, output: number): number[] {
  const columns = model.columns.length;
  const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));
  const margin = (known: number): number => {
    let sum = 0;
    for (let tree = output; tree + 1 < model.roots.length; tree += model.baseMargins.length) {
      sum += expectation(model, model.roots[tree]!, row, known);
    }
    return sum;
  };
  return Array.from({ length: columns }, (_, column) => {
    let value = 0;
    for (let known = 0; known < 2 ** columns; known += 1) {
      if ((known >> column) & 1) continue;
      const size = known.toString(2).replaceAll('0', '').length;
      const weight = (factorial(size) * factorial(columns - size - 1)) / factorial(columns);
      value += weight * (margin(known | (1 << column)) - margin(known));
    }
    return value;
  });
}

const rowOf = ({ values, rows, columns }: FeatureMatrix, row: number): Float32Array =>
  Float32Array.from(columns, (_, column) => values[column * rows + row]!);

describe('the reasons of trees', () => {
  it.each([
    ['numbers, categories and missing values', [0, 5, 0, 12], 1],
    ['several classes', [0, 0, 4], 3],
  ])('are the Shapley values of their definition: %s', async (_, categories, classes) => {
    const features = randomMatrix(400, categories, classes);
    const targets = noisyTargets(features, 1).map((target) =>
      classes === 1 ? target : Math.abs(Math.round(target)) % 3,
    );
    const objective = classes === 1 ? ({ kind: 'squared-error' } as const) : ({ kind: 'multiclass', classes } as const);
    const options = { objective, rounds: 6, leaves: 24, minLeafRows: 5, learningRate: 0.3 };
    const { model } = await trainTrees({ training: { features, targets }, options, seed: 1 });
    const asked = randomMatrix(30, categories, 99);
    const { contributions, expected } = explainTrees(model, asked);
    const margins = predictMargin(model, asked);
    for (let row = 0; row < asked.rows; row += 1) {
      for (let output = 0; output < classes; output += 1) {
        const at = row * classes + output;
        const own = contributions.subarray(at * categories.length, (at + 1) * categories.length);
        bruteForce(model, rowOf(asked, row), output).forEach((value, column) =>
          expect(own[column]).toBeCloseTo(value, 10),
        );
        expect(own.reduce((sum, value) => sum + value, expected[output]!)).toBeCloseTo(margins[at]!, 10);
      }
    }
  });

  const fixture = readFileSync(join(__dirname, 'testing/lightgbm.json'), 'utf8');
  it.each(JSON.parse(fixture) as LightGbmModel[])("are those of LightGBM's own trees: $objective", (given) => {
    const { trees, outputs, features } = given;
    const nodes = trees.feature.length;
    const columns = features.map((_, index) => ({ name: `column-${index}`, categories: 0 }));
    const model: TreeModel = {
      columns,
      objective: { kind: 'squared-error' },
      baseMargins: new Float32Array(outputs),
      roots: Int32Array.from(trees.roots),
      feature: Int32Array.from(trees.feature),
      value: Float32Array.from(trees.value),
      left: Int32Array.from(trees.left, (child) => child),
      right: Int32Array.from(trees.right, (child) => child),
      flags: Uint8Array.from(trees.flags),
      cover: Float32Array.from(trees.cover),
      gain: new Float32Array(nodes),
      setStarts: new Int32Array(nodes + 1),
      sets: new Uint32Array(),
    };
    const rows = features[0]!.length;
    const values = Float32Array.from(features.flatMap((column) => column.map((value) => value ?? NaN)));
    const { contributions, expected } = explainTrees(model, { rows, columns, values });
    predictMargin(model, { rows, columns, values }).forEach((margin, at) => {
      expect(margin).toBeCloseTo(given.margins[at]!, 5);
    });
    contributions.forEach((value, at) => expect(value).toBeCloseTo(given.contributions[at]!, 5));
    expected.forEach((value, output) => expect(value).toBeCloseTo(given.expected[output]!, 5));
  });
});
