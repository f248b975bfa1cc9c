/**
 * The target of a key press in a row of windows.
 * @returns null if the key does not move
 */
export function windowAfterKey(key: string, current: number, count: number): number | null {
  const leads: Readonly<Record<string, number>> = {
    ArrowLeft: current - 1,
    ArrowRight: current + 1,
    Home: 0,
    End: count - 1,
  };
  const next = leads[key];
  return next === undefined || next < 0 || next >= count ? null : next;
}
