/** The times of a cron expression, in a form that can be described in words. */
export interface CronReading {
  readonly time:
    | { readonly kind: 'every-minutes'; readonly minutes: number }
    | { readonly kind: 'every-hours'; readonly hours: number; readonly minute: number }
    /** `HH:MM`, in order. */
    | { readonly kind: 'at'; readonly times: readonly string[] }
    | { readonly kind: 'within'; readonly minutes: readonly number[]; readonly hours: readonly number[] };
  /** Days of the month, 1 to 31; null: any. If weekdays are given too, either is enough. */
  readonly dates: readonly number[] | null;
  /** 0 for Sunday to 6; null: any. */
  readonly weekdays: readonly number[] | null;
  /** 1 to 12; null: any. */
  readonly months: readonly number[] | null;
}

interface Field {
  readonly low: number;
  readonly high: number;
  /** Names of the values from `low` on. */
  readonly names?: readonly string[];
}

const MONTH_NAMES = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const DAY_NAMES = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const FIELDS: readonly Field[] = [
  { low: 0, high: 59 },
  { low: 0, high: 23 },
  { low: 1, high: 31 },
  { low: 1, high: 12, names: MONTH_NAMES },
  { low: 0, high: 7, names: DAY_NAMES },
];
/** More times of day than this are described by their minutes and hours. */
const MOST_TIMES = 6;

/** @returns null if it is not a cron expression of five fields */
export function readCron(cron: string): CronReading | null {
  const texts = cron.trim().split(/\s+/);
  if (texts.length !== FIELDS.length) return null;
  const values = texts.map((text, index) => fieldValues(text, FIELDS[index] as Field));
  const [minutes, hours, dates, months, weekdays] = values;
  if (!minutes || !hours || !dates || !months || !weekdays) return null;
  const [minuteText, hourText, dateText, monthText, weekdayText] = texts;
  return {
    time: readTime(minutes, hours, minuteText ?? '', hourText ?? ''),
    dates: dateText === '*' ? null : dates,
    weekdays: weekdayText === '*' ? null : sorted(weekdays.map((day) => day % 7)),
    months: monthText === '*' ? null : months,
  };
}

function readTime(minutes: number[], hours: number[], minuteText: string, hourText: string): CronReading['time'] {
  const step = /^\*\/(\d+)$/;
  const [first] = minutes;
  if (hourText === '*' && minuteText === '*') return { kind: 'every-minutes', minutes: 1 };
  const everyMinutes = Number(step.exec(minuteText)?.[1]);
  // `*/25` restarts with every hour, so it isn't "every 25 minutes".
  if (hourText === '*' && 60 % everyMinutes === 0) return { kind: 'every-minutes', minutes: everyMinutes };
  if (minutes.length === 1 && first !== undefined) {
    const everyHours = hourText === '*' ? 1 : Number(step.exec(hourText)?.[1]);
    if (24 % everyHours === 0) return { kind: 'every-hours', hours: everyHours, minute: first };
  }
  if (minutes.length * hours.length <= MOST_TIMES) {
    const two = (value: number): string => String(value).padStart(2, '0');
    return {
      kind: 'at',
      times: hours.flatMap((hour) => minutes.map((minute) => `${two(hour)}:${two(minute)}`)),
    };
  }
  return { kind: 'within', minutes, hours };
}

/** The values of a field, in order; null if it can't be parsed. */
function fieldValues(text: string, { low, high, names }: Field): number[] | null {
  const values = new Set<number>();
  for (const part of text.toLowerCase().split(',')) {
    const match = /^(\*|[a-z0-9]+)(?:-([a-z0-9]+))?(?:\/(\d+))?$/.exec(part);
    if (match === null) return null;
    const [, from = '', to, stepText] = match;
    const step = stepText === undefined ? 1 : Number(stepText);
    const first = from === '*' ? low : valueOf(from, low, names);
    const last = from === '*' || (to === undefined && stepText !== undefined) ? high : valueOf(to ?? from, low, names);
    if ((from === '*' && to !== undefined) || step < 1 || !(first >= low && first <= last && last <= high)) return null;
    for (let value = first; value <= last; value += step) values.add(value);
  }
  return sorted([...values]);
}

function valueOf(text: string, low: number, names: readonly string[] = []): number {
  const place = names.indexOf(text);
  if (place >= 0) return low + place;
  return /^\d+$/.test(text) ? Number(text) : Number.NaN;
}

function sorted(values: readonly number[]): number[] {
  return [...new Set(values)].sort((one, other) => one - other);
}
