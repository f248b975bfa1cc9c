import { createRandom } from '@lintel/contracts';
import { createKernels, LEFT, scriptKernels } from './histogram-kernels';
import { SharedArrays } from './shared-memory';

const ROWS = 1000;
const BINS = 30;

function arraysWithRandomValues() {
  const shared = new SharedArrays(200_000);
  const arrays = {
    bins: shared.take(Uint8Array, 2 * ROWS),
    order: shared.take(Int32Array, ROWS),
    gradients: shared.take(Float32Array, 4 * ROWS),
    leafGradients: shared.take(Float32Array, 2 * ROWS),
    sums: shared.take(Float64Array, 6 * BINS),
    counts: shared.take(Int32Array, 3 * BINS),
    spare: shared.take(Int32Array, ROWS),
    goesLeft: shared.take(Uint8Array, 256),
  };
  const random = createRandom(1, 'kernels');
  arrays.bins.forEach((_, at) => (arrays.bins[at] = random.int(BINS)));
  arrays.order.set(random.shuffle(Int32Array.from(arrays.order.keys())));
  arrays.gradients.forEach((_, at) => (arrays.gradients[at] = random.normal()));
  arrays.sums.fill(NaN);
  arrays.counts.fill(-1);
  for (let bin = 0; bin < BINS; bin += 1) arrays.goesLeft[bin] = random.int(2) === 0 ? LEFT : 0;
  return { arrays, memory: shared.memory };
}

/** Histograms of column 1 with all rows, of a part of them, and of column 0 with that part. */
function run(choose: 'module' | 'script', columns: 'together' | 'one by one' = 'together') {
  const { arrays, memory } = arraysWithRandomValues();
  const kernels = choose === 'module' ? createKernels(arrays, ROWS, memory) : scriptKernels(arrays, ROWS);
  kernels.clear(0, 3 * BINS);
  kernels.gather(0, ROWS, 1);
  kernels.addRows(0, ROWS, ROWS, 0);
  kernels.gather(100, 350, 1);
  if (columns === 'together') kernels.addRowsToTwo(100, 350, ROWS, BINS, 0, 2 * BINS);
  else {
    kernels.addRows(100, 350, ROWS, BINS);
    kernels.addRows(100, 350, 0, 2 * BINS);
  }
  const order = arrays.order.slice();
  const part = { sums: [...arrays.sums.slice(2 * BINS)], counts: [...arrays.counts.slice(BINS)] };
  kernels.subtract(0, BINS, BINS);
  const rest = { sums: [...arrays.sums.slice(0, 2 * BINS)], counts: [...arrays.counts.slice(0, BINS)] };
  const middle = kernels.partition(100, 350, ROWS);
  return { arrays, order, part, rest, middle, sorted: [...arrays.order] };
}

describe('histogram kernels', () => {
  it('sum what the definition sums', () => {
    const { arrays, order, part, rest } = run('script');
    const counts = new Int32Array(2 * BINS);
    const sums = new Float64Array(4 * BINS);
    for (let at = 100; at < 350; at += 1) {
      const pair = 2 * (ROWS + order[at]!);
      for (const [start, column] of [
        [0, 1],
        [BINS, 0],
      ] as const) {
        const bin = start + arrays.bins[column * ROWS + order[at]!]!;
        counts[bin]! += 1;
        sums[2 * bin]! += arrays.gradients[pair]!;
        sums[2 * bin + 1]! += arrays.gradients[pair + 1]!;
      }
    }
    expect(part.counts).toEqual([...counts]);
    expect(part.sums).toEqual([...sums]);
    expect(rest.counts.reduce((sum, count) => sum + count, 0)).toBe(ROWS - 250);
  });

  it('sort the rows of a leaf by side and keep their order within each side', () => {
    const { arrays, order, middle, sorted } = run('script');
    const isLeft = (row: number): boolean => arrays.goesLeft[arrays.bins[ROWS + row]!] === LEFT;
    const rows = [...order.subarray(100, 350)];
    const left = rows.filter(isLeft);
    expect(middle).toBe(100 + left.length);
    const expected = [...left, ...rows.filter((row) => !isLeft(row))];
    expect(sorted).toEqual([...order.subarray(0, 100), ...expected, ...order.subarray(350)]);
  });

  it.each(['together', 'one by one'] as const)(
    'give the same bits in WebAssembly and in JavaScript, columns %s',
    (columns) => {
      const [compiled, script] = [run('module', columns), run('script')];
      expect(compiled.part).toEqual(script.part);
      expect(compiled.rest).toEqual(script.rest);
      expect(compiled.middle).toBe(script.middle);
      expect(compiled.sorted).toEqual(script.sorted);
    },
  );
});
