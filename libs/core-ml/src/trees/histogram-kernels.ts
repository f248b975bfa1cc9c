import { type SharedMemory } from './shared-memory';
import { histogramModule } from './histogram-module';
import { webAssembly, type WebAssemblyMemory } from './web-assembly';

/** The arrays that the loops read and write. A histogram is two of them: `sums` and `counts`. */
export interface HistogramArrays {
  /** The bin of each value, uint8 [columns, rows]. */
  readonly bins: Uint8Array;
  /** Row numbers; those of one leaf are next to each other. */
  readonly order: Int32Array;
  /** Pairs of derivatives by row, float32 [outputs, rows, 2]. */
  readonly gradients: Float32Array;
  /** Pairs of derivatives in the order of the leaf's rows, float32. */
  readonly leafGradients: Float32Array;
  /** Sums of first and second derivatives of each bin, float64 [bins, 2]. */
  readonly sums: Float64Array;
  /** Number of rows of each bin. */
  readonly counts: Int32Array;
  /** Space for row numbers while they are sorted. */
  readonly spare: Int32Array;
  /** For each bin of the column that is split: {@link LEFT} if its rows go left, else 0. */
  readonly goesLeft: Uint8Array;
}

/** A step in `order`, in bytes. */
export const LEFT = 4;

/** The loops that take most of the time of a training. */
export interface HistogramKernels {
  /** Empties so many bins. */
  clear(start: number, bins: number): void;
  /**
   * Adds rows to the histogram of one column.
   * @param from, to the rows are order[from] to order[to - 1]; the pair of order[from] is the first of `leafGradients`
   * @param values where the column's values begin in `bins`
   * @param start the first bin of its histogram
   */
  addRows(from: number, to: number, values: number, start: number): void;
  /** The same for two columns, which reads the rows and their pairs once. */
  addRowsToTwo(from: number, to: number, values: number, start: number, values2: number, start2: number): void;
  /** whole -= part, for so many bins: the result is the histogram of the other child. */
  subtract(whole: number, part: number, bins: number): void;
  /** Copies the pairs of order[from] to order[to - 1] to the beginning of `leafGradients`. @param output of `gradients` */
  gather(from: number, to: number, output: number): void;
  /**
   * Sorts order[from] to order[to - 1] by side, which keeps the order within each side.
   * @param values where the column's values begin in `bins`
   * @returns where the rows that go right begin
   */
  partition(from: number, to: number, values: number): number;
}

/** WebAssembly where the arrays are in its memory, otherwise JavaScript. Both give the same bits. */
export function createKernels(arrays: HistogramArrays, rows: number, memory: SharedMemory): HistogramKernels {
  return memory === undefined ? scriptKernels(arrays, rows) : webAssemblyKernels(arrays, rows, memory);
}

export function scriptKernels(arrays: HistogramArrays, rows: number): HistogramKernels {
  const { bins, order, gradients, leafGradients, sums, counts, spare, goesLeft } = arrays;
  const addRows: HistogramKernels['addRows'] = (from, to, values, start) => {
    let pair = 0;
    for (let at = from; at < to; at += 1) {
      const bin = start + bins[values + order[at]!]!;
      sums[2 * bin]! += leafGradients[pair]!;
      sums[2 * bin + 1]! += leafGradients[pair + 1]!;
      counts[bin]! += 1;
      pair += 2;
    }
  };
  return {
    clear(start, length) {
      sums.fill(0, 2 * start, 2 * (start + length));
      counts.fill(0, start, start + length);
    },
    addRows,
    addRowsToTwo(from, to, values, start, values2, start2) {
      addRows(from, to, values, start);
      addRows(from, to, values2, start2);
    },
    subtract(whole, part, length) {
      for (let at = 0; at < length; at += 1) {
        counts[whole + at]! -= counts[part + at]!;
        sums[2 * (whole + at)]! -= sums[2 * (part + at)]!;
        sums[2 * (whole + at) + 1]! -= sums[2 * (part + at) + 1]!;
      }
    },
    gather(from, to, output) {
      for (let at = from, pair = 0; at < to; at += 1, pair += 2) {
        const of = (output * rows + order[at]!) * 2;
        leafGradients[pair] = gradients[of]!;
        leafGradients[pair + 1] = gradients[of + 1]!;
      }
    },
    partition(from, to, values) {
      let left = from;
      let right = 0;
      for (let at = from; at < to; at += 1) {
        const row = order[at]!;
        if (goesLeft[bins[values + row]!] === LEFT) order[left++] = row;
        else spare[right++] = row;
      }
      order.set(spare.subarray(0, right), left);
      return left;
    },
  };
}

function webAssemblyKernels(arrays: HistogramArrays, rows: number, memory: WebAssemblyMemory): HistogramKernels {
  const module = new webAssembly.Instance(histogramModule(), { shared: { memory } }).exports as Record<
    'addRows' | 'addRowsToTwo' | 'subtract' | 'clear' | 'gather' | 'partition',
    (...parameters: number[]) => number
  >;
  const bins = arrays.bins.byteOffset;
  const order = arrays.order.byteOffset;
  const gradients = arrays.gradients.byteOffset;
  const pairs = arrays.leafGradients.byteOffset;
  const sums = arrays.sums.byteOffset;
  const counts = arrays.counts.byteOffset;
  const spare = arrays.spare.byteOffset;
  const goesLeft = arrays.goesLeft.byteOffset;
  const { addRows, addRowsToTwo, subtract, clear, gather, partition } = module;
  return {
    clear(start, length) {
      clear(sums + start * 16, length * 16);
      clear(counts + start * 4, length * 4);
    },
    addRows(from, to, values, start) {
      addRows(order + from * 4, order + to * 4, pairs, bins + values, sums + start * 16, counts + start * 4);
    },
    addRowsToTwo(from, to, values, start, values2, start2) {
      const [begin, end] = [order + from * 4, order + to * 4];
      const [sum, count, sum2, count2] = [
        sums + start * 16,
        counts + start * 4,
        sums + start2 * 16,
        counts + start2 * 4,
      ];
      addRowsToTwo(begin, end, pairs, bins + values, sum, count, bins + values2, sum2, count2);
    },
    subtract(whole, part, length) {
      const end = sums + (whole + length) * 16;
      subtract(sums + whole * 16, sums + part * 16, end, counts + whole * 4, counts + part * 4);
    },
    gather(from, to, output) {
      gather(order + from * 4, order + to * 4, gradients + output * rows * 8, pairs);
    },
    partition(from, to, values) {
      const left = (partition(order + from * 4, order + to * 4, spare, bins + values, goesLeft) - order) / 4;
      arrays.order.set(arrays.spare.subarray(0, to - left), left);
      return left;
    },
  };
}
