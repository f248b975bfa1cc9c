import { type ScorecardColumn } from '@lintel/contracts';

/** The bin of every value of a column. @param values float32 [rows]; NaN, and codes without a group, are missing */
export function assignBins(column: ScorecardColumn, values: Float32Array): Int32Array {
  const missing = column.bins.length - 1;
  return Int32Array.from(values, (value) => {
    if (Number.isNaN(value)) return missing;
    if (column.kind === 'category') {
      const group = column.groups[value] ?? -1;
      return group < 0 ? missing : group;
    }
    const special = column.special.indexOf(value);
    if (special >= 0) return column.edges.length + 1 + special;
    let bin = 0;
    while (bin < column.edges.length && value >= column.edges[bin]!) bin++;
    return bin;
  });
}
