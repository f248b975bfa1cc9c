import { findCategorySplit } from './category-split';
import { gainToBeat } from './gain-to-beat';
import { gainOfValue, leafGain, leafValue } from './leaf-value';
import { FOUND, LEAF, type Workspace } from './workspace';

/**
 * Finds the best split of one column in one leaf and writes it to `found`; a gain of 0 means that there is none.
 * Missing values are tried on both sides. A split must save more loss than `minGain`.
 * @param side 0 for the smaller leaf, 1 for the larger one
 * @param start the first bin of the column's histogram
 */
export function findBestSplit(workspace: Workspace, column: number, side: 0 | 1, start: number): void {
  const found = (column * 2 + side) * FOUND.size;
  workspace.found[found + FOUND.gain] = 0;
  if (workspace.isCategory[column] === 1) findCategorySplit(workspace, column, side, start);
  else findNumberSplit(workspace, column, side, start);
}

function findNumberSplit(workspace: Workspace, column: number, side: 0 | 1, start: number): void {
  const { sums, counts, leaf, found, options } = workspace;
  const { l1, l2, minLeafRows, minLeafHessian } = options;
  const base = side * LEAF.size;
  const gradient = leaf[base + LEAF.gradient]!;
  const hessian = leaf[base + LEAF.hessian]!;
  const rows = leaf[base + LEAF.rows]!;
  const low = leaf[base + LEAF.low]!;
  const high = leaf[base + LEAF.high]!;
  const direction = workspace.monotone[column]!;
  const rule = { l1, l2, low, high };
  const isFree = direction === 0 && low === -Infinity && high === Infinity;
  const size = workspace.sizes[column]!;
  const missing = start + size;
  const missingGradient = sums[2 * missing]!;
  const missingHessian = sums[2 * missing + 1]!;
  const missingRows = counts[missing]!;

  let best = gainToBeat(workspace, side);
  let bestBin = -1;
  let bestLeft = 0;
  let bestGradient = 0;
  let bestHessian = 0;
  let bestRows = 0;
  // Missing values go right in the first pass and left in the second.
  for (let pass = 0; pass < (missingRows > 0 ? 2 : 1); pass += 1) {
    let leftGradient = pass === 0 ? 0 : missingGradient;
    let leftHessian = pass === 0 ? 0 : missingHessian;
    let leftRows = pass === 0 ? 0 : missingRows;
    for (let bin = 0; bin < size; bin += 1) {
      const added = counts[start + bin]!;
      if (added === 0) continue;
      leftGradient += sums[2 * (start + bin)]!;
      leftHessian += sums[2 * (start + bin) + 1]!;
      leftRows += added;
      if (leftRows < minLeafRows || leftHessian < minLeafHessian) continue;
      const rightHessian = hessian - leftHessian;
      if (rows - leftRows < minLeafRows || rightHessian < minLeafHessian) break;
      const rightGradient = gradient - leftGradient;
      let gain: number;
      if (isFree && l1 === 0) {
        gain =
          (leftGradient * leftGradient) / (leftHessian + l2) + (rightGradient * rightGradient) / (rightHessian + l2);
      } else if (isFree) {
        gain = leafGain(leftGradient, leftHessian, l1, l2) + leafGain(rightGradient, rightHessian, l1, l2);
      } else {
        const left = leafValue(leftGradient, leftHessian, rule);
        const right = leafValue(rightGradient, rightHessian, rule);
        if (direction * (right - left) < 0) continue;
        gain =
          gainOfValue(leftGradient, leftHessian, l1, l2, left) +
          gainOfValue(rightGradient, rightHessian, l1, l2, right);
      }
      if (gain > best) {
        best = gain;
        bestBin = bin;
        bestLeft = pass;
        bestGradient = leftGradient;
        bestHessian = leftHessian;
        bestRows = leftRows;
      }
    }
  }
  if (bestBin < 0) return;
  // Where nothing was missing, a missing value will follow the larger part.
  if (missingRows === 0) bestLeft = bestRows * 2 > rows ? 1 : 0;
  const to = (column * 2 + side) * FOUND.size;
  found[to + FOUND.gain] = best - gainToBeat(workspace, side) + options.minGain;
  found[to + FOUND.bin] = bestBin;
  found[to + FOUND.missingLeft] = bestLeft;
  found[to + FOUND.gradient] = bestGradient;
  found[to + FOUND.hessian] = bestHessian;
  found[to + FOUND.rows] = bestRows;
}
