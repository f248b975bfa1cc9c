import { createRandom } from '@lintel/contracts';
import { isReductionWorth, reduceRows } from './reduce-rows';
import { fitLogisticPath, fitSoftmaxPath, type SparseLinear, sparseScores } from './sparse-logistic';
import { type SparseRows } from './sparse-rows';

/** Random rows of a few values of length 1; the last two are the same. */
function randomRows(rows: number, width: number, perRow: number): SparseRows {
  const random = createRandom(5, 'rows');
  const columns = new Int32Array(rows * perRow);
  const values = new Float32Array(rows * perRow);
  for (let row = 0; row < rows; row++) {
    const own = random.shuffle(Int32Array.from({ length: width }, (_, at) => at)).subarray(0, perRow);
    columns.set(own.sort(), row * perRow);
    for (let at = 0; at < perRow; at++) values[row * perRow + at] = random.normal() / Math.sqrt(perRow);
  }
  columns.copyWithin((rows - 1) * perRow, (rows - 2) * perRow, (rows - 1) * perRow);
  values.copyWithin((rows - 1) * perRow, (rows - 2) * perRow, (rows - 1) * perRow);
  return { rows, width, columns, values, starts: Int32Array.from({ length: rows + 1 }, (_, row) => row * perRow) };
}

const rows = randomRows(30, 400, 12);
const labels = Int32Array.from({ length: 30 }, (_, row) => row % 3);
const penalties = [0.1, 0.001];

describe('reduced rows', () => {
  it.each<[string, (some: SparseRows) => Promise<SparseLinear[]>]>([
    [
      'a logistic unit',
      (some) =>
        fitLogisticPath(
          some,
          labels.map((label) => Number(label === 1)),
          penalties,
        ),
    ],
    ['a softmax', (some) => fitSoftmaxPath(some, labels, 3, penalties)],
  ])('give %s the scores of the whole rows, also where rows are copies', async (_, fit) => {
    const reduced = reduceRows(rows);
    expect(reduced.rows.width).toBe(30);
    const other = randomRows(7, 400, 40);
    const whole = await fit(rows);
    (await fit(reduced.rows)).forEach((model, at) => {
      const restored = { ...model, coefficients: model.coefficients.map(reduced.restore) };
      for (const some of [rows, other]) {
        const expected = sparseScores(some, whole[at]!);
        sparseScores(some, restored).forEach((score, place) => expect(score).toBeCloseTo(expected[place]!, 2));
      }
    });
  });

  it('are made of few texts with many terms, not of many texts', () => {
    expect(isReductionWorth(randomRows(30, 400, 12))).toBe(true);
    expect(isReductionWorth(randomRows(300, 200, 2))).toBe(false);
  });
});
