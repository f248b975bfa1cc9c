import { type Locale } from '../language/locale';

const DAY_MS = 86_400_000;

/** Short labels for times on an axis: the time of day within a day and a half, otherwise the day. */
export function timeTicks(moments: readonly string[], locale: Locale): ReadonlyMap<string, string> {
  const times = moments.map((moment) => Date.parse(moment));
  const short = times.length === 0 || Math.max(...times) - Math.min(...times) <= 1.5 * DAY_MS;
  const format = new Intl.DateTimeFormat(
    locale,
    short ? { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } : { day: 'numeric', month: 'short' },
  );
  return new Map(moments.map((moment) => [moment, format.format(new Date(moment))]));
}
