/** The same limit as in the contract. */
export const LONGEST_REASON = 1_000;

/** A reason in the api's format: absent if empty. */
export function reasonOf(written: string): { readonly reason?: string } {
  const reason = written.trim();
  return reason === '' ? {} : { reason };
}
