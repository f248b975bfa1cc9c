const MOST_COMPARED = 6;

/** The ids in an address, each once, and no more than can be compared. */
export function versionsInAddress(written: string | null): string[] {
  const ids = (written ?? '').split(',').filter((id) => id !== '');
  return [...new Set(ids)].slice(0, MOST_COMPARED);
}
