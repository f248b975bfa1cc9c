/** Hours for which an alert can be silenced by one click. */
export const SILENCE_HOURS = [1, 8, 24] as const;

const HOUR_MS = 3_600_000;

export function silencedUntil(hours: number, nowMs: number): string {
  return new Date(nowMs + hours * HOUR_MS).toISOString();
}

/**
 * The time that a person chose.
 * @param local as `<input type="datetime-local">` writes it
 * @returns null if it is invalid or in the past
 */
export function chosenMoment(local: string, nowMs: number): string | null {
  const chosenMs = Date.parse(local);
  return Number.isNaN(chosenMs) || chosenMs <= nowMs ? null : new Date(chosenMs).toISOString();
}
