import { type ShareInterval } from '@lintel/contracts';

/** @param share in [0, 1] */
export const percent = (share: number): string => `${(share * 100).toFixed(2)} %`;

/** A difference of shares in percentage points; one that isn't zero never reads as zero. */
export function points(share: number): string {
  const value = share * 100;
  return value !== 0 && Math.abs(value) < 0.005 ? 'under 0.01 points' : `${value.toFixed(2)} points`;
}

/** @returns such as "95 % Wilson interval: 83.89 % to 100.00 %" */
export function describeInterval({ low, high, method }: ShareInterval): string {
  return `95 % ${method === 'wilson' ? 'Wilson ' : ''}interval: ${percent(low)} to ${percent(high)}`;
}
