/** As the contract has it. */
export const LONGEST_REASON = 1_000;

/** A reason as the api takes it: none where nothing was written. */
export function reasonOf(written: string): { readonly reason?: string } {
  const reason = written.trim();
  return reason === '' ? {} : { reason };
}
