import { gainToBeat } from './gain-to-beat';
import { gainOfValue, leafValue } from './leaf-value';
import { FOUND, LEAF, SET_WORDS, type Workspace } from './workspace';

/** Up to so many categories every split in two is found without extra shrinking. */
const FEW = 4;

/**
 * Sorts the categories of a leaf by G / (H + smoothing) and tries every cut of that order, which contains the best
 * split of a convex loss (Fisher 1958). Missing values, and categories too rare for a bin, are one more category.
 */
export function findCategorySplit(workspace: Workspace, column: number, side: 0 | 1, start: number): void {
  const { sums, counts, leaf, found, foundSets, options } = workspace;
  const { l1, minLeafRows, minLeafHessian } = options;
  const base = side * LEAF.size;
  const gradient = leaf[base + LEAF.gradient]!;
  const hessian = leaf[base + LEAF.hessian]!;
  const rows = leaf[base + LEAF.rows]!;
  const size = workspace.sizes[column]!;

  const present: number[] = [];
  for (let bin = 0; bin <= size; bin += 1) if (counts[start + bin]! > 0) present.push(bin);
  const isFew = present.length <= FEW;
  const smoothing = isFew ? 0 : options.categorySmoothing;
  const rank = (bin: number): number => sums[2 * (start + bin)]! / (sums[2 * (start + bin) + 1]! + smoothing + 1e-16);
  present.sort((one, other) => rank(one) - rank(other) || one - other);

  const l2 = options.l2 + (isFew ? 0 : options.categoryL2);
  const rule = { l1, l2, low: leaf[base + LEAF.low]!, high: leaf[base + LEAF.high]! };
  const toBeat = gainToBeat(workspace, side);
  const to = (column * 2 + side) * FOUND.size;
  let best = toBeat;
  let bestCut = -1;
  let leftGradient = 0;
  let leftHessian = 0;
  let leftRows = 0;
  for (let cut = 0; cut < present.length - 1; cut += 1) {
    const at = start + present[cut]!;
    leftGradient += sums[2 * at]!;
    leftHessian += sums[2 * at + 1]!;
    leftRows += counts[at]!;
    if (leftRows < minLeafRows || leftHessian < minLeafHessian) continue;
    if (rows - leftRows < minLeafRows || hessian - leftHessian < minLeafHessian) break;
    const rightGradient = gradient - leftGradient;
    const rightHessian = hessian - leftHessian;
    const left = leafValue(leftGradient, leftHessian, rule);
    const right = leafValue(rightGradient, rightHessian, rule);
    const gain =
      gainOfValue(leftGradient, leftHessian, l1, l2, left) + gainOfValue(rightGradient, rightHessian, l1, l2, right);
    if (gain <= best) continue;
    best = gain;
    bestCut = cut;
    found[to + FOUND.gradient] = leftGradient;
    found[to + FOUND.hessian] = leftHessian;
    found[to + FOUND.rows] = leftRows;
  }
  if (bestCut < 0) return;
  found[to + FOUND.gain] = best - toBeat + options.minGain;
  const set = foundSets.subarray((column * 2 + side) * SET_WORDS, (column * 2 + side + 1) * SET_WORDS).fill(0);
  for (const bin of present.slice(0, bestCut + 1)) set[bin >> 5]! |= 1 << (bin & 31);
  const isMissingSeen = counts[start + size]! > 0;
  const isMissingLeft = isMissingSeen
    ? (set[size >> 5]! & (1 << (size & 31))) !== 0
    : found[to + FOUND.rows]! * 2 > rows;
  found[to + FOUND.missingLeft] = isMissingLeft ? 1 : 0;
}
