import { type SharedMemory } from './shared-memory';
import { histogramModule } from './histogram-module';
import { webAssembly, type WebAssemblyMemory } from './web-assembly';

/** A histogram as two arrays: the sums of first and second derivatives of each bin, and its number of rows. */
export interface HistogramArrays {
  /** The bin of each value, uint8 [columns, rows]. */
  readonly bins: Uint8Array;
  /** Row numbers; those of one leaf stand together. */
  readonly order: Int32Array;
  /** Pairs of derivatives in the order of the leaf's rows, float32. */
  readonly leafGradients: Float32Array;
  /** Pairs, float64. */
  readonly sums: Float64Array;
  readonly counts: Int32Array;
}

/** The two loops that take most of the time of a training. */
export interface HistogramKernels {
  /**
   * Adds rows to the histogram of one column.
   * @param column where the column's values begin in `bins`
   * @param from, to the rows stand at from..to-1 of `order`; the pair of order[from] is the first of `leafGradients`
   * @param start the first bin of the histogram
   */
  addRows(column: number, from: number, to: number, start: number): void;
  /** whole -= part, for so many bins: what is left is the histogram of the other child. */
  subtract(whole: number, part: number, bins: number): void;
}

/** WebAssembly where the arrays lie in its memory, otherwise JavaScript. Both give the same bits. */
export function createKernels(arrays: HistogramArrays, memory: SharedMemory): HistogramKernels {
  return memory === undefined ? scriptKernels(arrays) : webAssemblyKernels(arrays, memory);
}

export function scriptKernels({ bins, order, leafGradients, sums, counts }: HistogramArrays): HistogramKernels {
  return {
    addRows(column, from, to, start) {
      let pair = 0;
      for (let at = from; at < to; at += 1) {
        const bin = start + bins[column + order[at]!]!;
        sums[2 * bin]! += leafGradients[pair]!;
        sums[2 * bin + 1]! += leafGradients[pair + 1]!;
        counts[bin]! += 1;
        pair += 2;
      }
    },
    subtract(whole, part, length) {
      for (let at = 0; at < length; at += 1) {
        counts[whole + at]! -= counts[part + at]!;
        sums[2 * (whole + at)]! -= sums[2 * (part + at)]!;
        sums[2 * (whole + at) + 1]! -= sums[2 * (part + at) + 1]!;
      }
    },
  };
}

function webAssemblyKernels(arrays: HistogramArrays, memory: WebAssemblyMemory): HistogramKernels {
  const { addRows, subtract } = new webAssembly.Instance(histogramModule(), { shared: { memory } }).exports as {
    addRows: (bins: number, order: number, end: number, pairs: number, sums: number, counts: number) => void;
    subtract: (sums: number, otherSums: number, end: number, counts: number, otherCounts: number) => void;
  };
  const bins = arrays.bins.byteOffset;
  const order = arrays.order.byteOffset;
  const pairs = arrays.leafGradients.byteOffset;
  const sums = arrays.sums.byteOffset;
  const counts = arrays.counts.byteOffset;
  return {
    addRows(column, from, to, start) {
      addRows(bins + column, order + from * 4, order + to * 4, pairs, sums + start * 16, counts + start * 4);
    },
    subtract(whole, part, length) {
      const end = sums + (whole + length) * 16;
      subtract(sums + whole * 16, sums + part * 16, end, counts + whole * 4, counts + part * 4);
    },
  };
}
