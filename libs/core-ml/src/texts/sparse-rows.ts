import { type TermCounts } from './count-terms';
import { type ChosenVocabulary, weightTerms } from './vocabulary';

/** A matrix whose rows have few values that are not zero. */
export interface SparseRows {
  readonly rows: number;
  readonly width: number;
  /** int32 [rows + 1]: where each row begins. */
  readonly starts: Int32Array;
  /** int32: the column of each value. */
  readonly columns: Int32Array;
  readonly values: Float32Array;
}

/** The largest number of known terms that one of the texts has. */
export function longestRow(counts: TermCounts, { places }: ChosenVocabulary, rows: Int32Array): number {
  let longest = 0;
  for (const row of rows) {
    let known = 0;
    for (let at = counts.starts[row]!; at < counts.starts[row + 1]!; at++)
      known += Number(places[counts.ids[at]!]! >= 0);
    longest = Math.max(longest, known);
  }
  return longest;
}

/** The weighted terms of some of the texts. */
export function sparseRows(
  counts: TermCounts,
  vocabulary: ChosenVocabulary,
  rows: Int32Array,
  mostTerms: number,
): SparseRows {
  const weighted = Array.from(rows, (row) => {
    const known: [number, number][] = [];
    for (let at = counts.starts[row]!; at < counts.starts[row + 1]!; at++) {
      const place = vocabulary.places[counts.ids[at]!]!;
      if (place >= 0) known.push([place, counts.counts[at]!]);
    }
    return weightTerms(known, vocabulary, mostTerms);
  });
  const starts = new Int32Array(rows.length + 1);
  weighted.forEach(({ ids }, at) => (starts[at + 1] = starts[at]! + ids.length));
  const columns = new Int32Array(starts[rows.length]!);
  const values = new Float32Array(starts[rows.length]!);
  weighted.forEach(({ ids, weights }, at) => {
    columns.set(ids, starts[at]);
    values.set(weights, starts[at]);
  });
  return { rows: rows.length, width: vocabulary.terms.length, starts, columns, values };
}
