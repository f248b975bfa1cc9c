/** What the answer of a leaf depends on besides its rows. */
export interface LeafRule {
  readonly l1: number;
  readonly l2: number;
  /** Limits from monotone constraints; infinite if there are none. */
  readonly low: number;
  readonly high: number;
}

/** The Newton step of a leaf within its limits: -T(G) / (H + l2), T the soft threshold of l1 (Chen and Guestrin 2016). */
export function leafValue(gradient: number, hessian: number, { l1, l2, low, high }: LeafRule): number {
  const step = -softThreshold(gradient, l1) / (hessian + l2);
  return step < low ? low : step > high ? high : step;
}

/** Twice the loss that a leaf of free value saves. */
export function leafGain(gradient: number, hessian: number, l1: number, l2: number): number {
  const pull = softThreshold(gradient, l1);
  return (pull * pull) / (hessian + l2);
}

/** Twice the loss that a leaf of this value saves. */
export function gainOfValue(gradient: number, hessian: number, l1: number, l2: number, value: number): number {
  return -(2 * softThreshold(gradient, l1) * value + (hessian + l2) * value * value);
}

function softThreshold(gradient: number, l1: number): number {
  if (l1 === 0) return gradient;
  const size = Math.abs(gradient) - l1;
  return size <= 0 ? 0 : gradient > 0 ? size : -size;
}
