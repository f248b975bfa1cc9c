import { LintelError } from '@lintel/contracts';
import { CronExpressionParser, type CronExpression } from 'cron-parser';

/** A cron expression of five fields, with a time zone. */
export interface CronRule {
  /** minute hour day-of-month month day-of-week */
  readonly cron: string;
  /** IANA name: Europe/Zurich. */
  readonly timeZone: string;
}

const FIELDS = 5;
/** Only the common cron syntax: no names outside month and weekday, no L, W, # or H. */
const FIELD = /^[\d*/,-]+$|^(?:[A-Za-z]{3})(?:[-,][A-Za-z]{3})*$/;
/** More than any clock change. */
const BACK_MS = 2 * 3_600_000;
const DAY_MS = 24 * 3_600_000;
const WINDOWS_MS = [DAY_MS / 12, 8 * DAY_MS, 400 * DAY_MS, Infinity];

/**
 * The due times after a moment, as an endless sequence. When the clock is set forward, a skipped time of day is due an
 * hour later; when it is set back, a repeated time is due only the first time, and hourly times are due in both hours.
 * @throws LintelError INVALID_ARGUMENT (the expression)
 */
export function* timesAfter(rule: CronRule, after: Date): Generator<Date, never> {
  // Starts earlier: started within the repeated hour, the parser would not know about the first occurrence.
  const expression = parse(rule, new Date(after.getTime() - BACK_MS));
  for (;;) {
    const time = expression.next().toDate();
    if (time > after) yield time;
  }
}

/** @returns the first times after a moment */
export function nextTimes(rule: CronRule, after: Date, count: number): Date[] {
  const times = timesAfter(rule, after);
  return Array.from({ length: count }, () => times.next().value);
}

/** @returns the last due time after `after` and not after `until`; undefined if there is none */
export function lastTimeWithin(rule: CronRule, after: Date, until: Date): Date | undefined {
  // Searches the most recent hours first, so that few due times are computed. (Backwards, cron-parser ignores clock
  // changes.)
  for (const windowMs of WINDOWS_MS) {
    const from = new Date(Math.max(after.getTime(), until.getTime() - windowMs));
    let last: Date | undefined;
    for (const time of timesAfter(rule, from)) {
      if (time > until) break;
      last = time;
    }
    if (last !== undefined || from.getTime() === after.getTime()) return last;
  }
  return undefined;
}

/** @throws LintelError INVALID_ARGUMENT (fields, a day that never occurs, time zone) */
export function checkCronRule(rule: CronRule): void {
  try {
    new Intl.DateTimeFormat('en', { timeZone: rule.timeZone });
    if (!/^[A-Za-z]/.test(rule.timeZone)) throw new RangeError(rule.timeZone);
  } catch (cause) {
    throw new LintelError('INVALID_ARGUMENT', {
      problem: 'The time zone of the schedule is not known.',
      expected: 'an IANA name: Europe/Zurich, America/New_York, UTC',
      received: rule.timeZone,
      cure: 'Take a name from the list of IANA time zones.',
      cause,
    });
  }
  nextTimes(rule, new Date(0), 1);
}

function parse({ cron, timeZone }: CronRule, currentDate: Date): CronExpression {
  const fields = cron.trim().split(/\s+/);
  try {
    if (fields.length !== FIELDS) throw new RangeError(`${fields.length} fields`);
    const odd = fields.find((field) => !FIELD.test(field));
    if (odd !== undefined) throw new RangeError(`"${odd}"`);
    return CronExpressionParser.parse(fields.join(' '), { currentDate, tz: timeZone });
  } catch (cause) {
    throw new LintelError('INVALID_ARGUMENT', {
      problem: `The cron expression "${cron}" of the schedule is not valid.`,
      expected: 'five fields, minute hour day-of-month month day-of-week: "30 2 * * 1-5"',
      received: (cause as Error).message,
      cure: 'Correct the expression.',
      cause,
    });
  }
}
