import { createRandom } from '@lintel/contracts';
import { createKernels, scriptKernels } from './histogram-kernels';
import { SharedArrays } from './shared-memory';

const ROWS = 1000;
const BINS = 30;

function arraysWithRandomValues() {
  const shared = new SharedArrays(200_000);
  const arrays = {
    bins: shared.take(Uint8Array, 2 * ROWS),
    order: shared.take(Int32Array, ROWS),
    leafGradients: shared.take(Float32Array, 2 * ROWS),
    sums: shared.take(Float64Array, 4 * BINS),
    counts: shared.take(Int32Array, 2 * BINS),
  };
  const random = createRandom(1, 'kernels');
  arrays.bins.forEach((_, at) => (arrays.bins[at] = random.int(BINS)));
  arrays.order.set(random.shuffle(Int32Array.from(arrays.order.keys())));
  arrays.leafGradients.forEach((_, at) => (arrays.leafGradients[at] = random.normal()));
  return { arrays, memory: shared.memory };
}

function run(choose: 'module' | 'script') {
  const { arrays, memory } = arraysWithRandomValues();
  const kernels = choose === 'module' ? createKernels(arrays, memory) : scriptKernels(arrays);
  kernels.addRows(ROWS, 0, ROWS, 0);
  kernels.addRows(ROWS, 100, 350, BINS);
  const part = { sums: [...arrays.sums.slice(2 * BINS)], counts: [...arrays.counts.slice(BINS)] };
  kernels.subtract(0, BINS, BINS);
  return {
    arrays,
    part,
    rest: { sums: [...arrays.sums.slice(0, 2 * BINS)], counts: [...arrays.counts.slice(0, BINS)] },
  };
}

describe('histogram kernels', () => {
  it('sum what the definition sums', () => {
    const { arrays, part, rest } = run('script');
    const counts = new Int32Array(BINS);
    const sums = new Float64Array(2 * BINS);
    for (let at = 100; at < 350; at += 1) {
      const bin = arrays.bins[ROWS + arrays.order[at]!]!;
      counts[bin]! += 1;
      sums[2 * bin]! += arrays.leafGradients[2 * (at - 100)]!;
      sums[2 * bin + 1]! += arrays.leafGradients[2 * (at - 100) + 1]!;
    }
    expect(part.counts).toEqual([...counts]);
    expect(part.sums).toEqual([...sums]);
    expect(rest.counts.reduce((sum, count) => sum + count, 0)).toBe(ROWS - 250);
  });

  it('give the same bits in WebAssembly and in JavaScript', () => {
    const [compiled, script] = [run('module'), run('script')];
    expect(compiled.part).toEqual(script.part);
    expect(compiled.rest).toEqual(script.rest);
  });
});
