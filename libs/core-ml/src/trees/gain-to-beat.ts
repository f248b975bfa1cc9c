import { gainOfValue, leafValue } from './leaf-value';
import { LEAF, type Workspace } from './workspace';

/** Rounding must not look like a gain. */
const LEAST_GAIN = 1e-10;

/** What both children must save together: what the leaf itself saves, and the least gain. */
export function gainToBeat({ leaf, options }: Workspace, side: 0 | 1): number {
  const base = side * LEAF.size;
  const gradient = leaf[base + LEAF.gradient]!;
  const hessian = leaf[base + LEAF.hessian]!;
  const rule = { l1: options.l1, l2: options.l2, low: leaf[base + LEAF.low]!, high: leaf[base + LEAF.high]! };
  const own = gainOfValue(gradient, hessian, rule.l1, rule.l2, leafValue(gradient, hessian, rule));
  return own + options.minGain + LEAST_GAIN + Math.abs(own) * 1e-12;
}
