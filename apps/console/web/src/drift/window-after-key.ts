/**
 * Where a key leads among windows that stand side by side.
 * @returns null where the key leads nowhere
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
