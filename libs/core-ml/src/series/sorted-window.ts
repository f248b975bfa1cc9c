import { firstAtLeast } from '../numbers/first-at-least';
import { quantileOf } from '../numbers/quantile';

/** The newest numbers of a series in ascending order, at most `capacity` of them. */
export class SortedWindow {
  private readonly sorted: Float64Array;
  private size = 0;

  constructor(capacity: number) {
    this.sorted = new Float64Array(capacity);
  }

  get count(): number {
    return this.size;
  }

  /** @param value no NaN; the window must not be full */
  add(value: number): void {
    const at = firstAtLeast(this.sorted, value, this.size);
    this.sorted.copyWithin(at + 1, at, this.size);
    this.sorted[at] = value;
    this.size += 1;
  }

  /** Takes out a number that was added. */
  remove(value: number): void {
    const at = firstAtLeast(this.sorted, value, this.size);
    this.sorted.copyWithin(at, at + 1, this.size);
    this.size -= 1;
  }

  /** The distance to the nearest number; NaN if there is none. */
  distanceTo(value: number): number {
    if (this.size === 0) return NaN;
    const at = firstAtLeast(this.sorted, value, this.size);
    const above = at < this.size ? this.sorted[at]! - value : Infinity;
    const below = at > 0 ? value - this.sorted[at - 1]! : Infinity;
    return Math.min(above, below);
  }

  /** @param level in [0, 1]; the window must not be empty */
  quantile(level: number): number {
    return quantileOf(this.sorted.subarray(0, this.size), level);
  }
}
