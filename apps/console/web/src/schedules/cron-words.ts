import { createFormats, type Locale } from '@lintel/ui';
import { type Text } from '../language/text';
import { readCron, type CronReading } from './cron';

type Words = Text['schedules']['cron'];

/**
 * A cron expression in words.
 * @returns null if it has no simple description
 */
export function cronWords(cron: string, words: Words, locale: Locale): string | null {
  const reading = readCron(cron);
  if (reading === null) return null;
  const { list, integer } = createFormats(locale);
  const numbers = (values: readonly number[]): string => list(values.map((value) => integer(value)));
  const { weekdays, dates, months } = reading;
  return words.sentence(
    timeWords(reading.time, words, { list, numbers }),
    dayWords({ dates, weekdays, time: reading.time }, words, {
      dates: dates === null ? '' : numbers(dates),
      weekdays: weekdays === null ? '' : list(weekdays.map((day) => weekdayName(day, locale))),
    }),
    months === null ? '' : words.inMonths(list(months.map((month) => monthName(month, locale)))),
  );
}

interface Lists {
  readonly list: (names: readonly string[]) => string;
  readonly numbers: (values: readonly number[]) => string;
}

function timeWords(time: CronReading['time'], words: Words, { list, numbers }: Lists): string {
  switch (time.kind) {
    case 'every-minutes':
      return time.minutes === 1 ? words.everyMinute : words.everyMinutes(String(time.minutes));
    case 'every-hours':
      return time.hours === 1
        ? words.everyHour(String(time.minute))
        : words.everyHours(String(time.hours), String(time.minute));
    case 'at':
      return words.at(list(time.times));
    case 'within':
      return words.within(numbers(time.minutes), time.hours.length === 24 ? words.everyHourOfDay : numbers(time.hours));
  }
}

function dayWords(
  { dates, weekdays, time }: Pick<CronReading, 'dates' | 'weekdays' | 'time'>,
  words: Words,
  written: { readonly dates: string; readonly weekdays: string },
): string {
  if (dates !== null && weekdays !== null) return words.onDatesOrDays(written.dates, written.weekdays);
  if (dates !== null) return words.onDates(written.dates);
  if (weekdays !== null) return words.onDays(written.weekdays);
  return time.kind === 'at' ? words.everyDay : '';
}

/** @param day 0 for Sunday */
function weekdayName(day: number, locale: Locale): string {
  // 4 January 1970 was a Sunday.
  return new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' }).format(Date.UTC(1970, 0, 4 + day));
}

function monthName(month: number, locale: Locale): string {
  return new Intl.DateTimeFormat(locale, { month: 'long', timeZone: 'UTC' }).format(Date.UTC(1970, month - 1, 1));
}
