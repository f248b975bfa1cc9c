import { type Locale } from './locale';

/** Numbers and dates as the reader of a language writes them. */
export interface Formats {
  readonly integer: (value: number) => string;
  readonly decimal: (value: number, digits?: number) => string;
  /** @param share in [0, 1] */
  readonly percent: (share: number, digits?: number) => string;
  readonly milliseconds: (valueMs: number) => string;
  readonly seconds: (value: number) => string;
  /** Its two largest units, such as "3 min 20 sec". */
  readonly duration: (seconds: number) => string;
  readonly bytes: (value: number) => string;
  /** @param timeZone IANA name; default: the reader's */
  readonly dateTime: (iso: string, timeZone?: string) => string;
  readonly date: (iso: string) => string;
  /** Hours, minutes and seconds of a day, by the 24 hour clock: lines of a log stand under one another. */
  readonly time: (iso: string) => string;
  /** As seen from `nowMs`, such as "5 minutes ago" or "in 2 hours". */
  readonly relative: (iso: string, nowMs: number) => string;
  /** Names one after another, such as "a, b and c"; if there are more than `most` (default: 20), "a, b and 340 others". */
  readonly list: (names: readonly string[], most?: number) => string;
}

const OTHERS: Readonly<Record<Locale, (count: string) => string>> = {
  en: (count) => `${count} others`,
  'zh-CN': (count) => `其余 ${count} 个`,
};

const SPANS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const;
const BYTE_UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

/** @param locale the tag by which the reader's browser writes dates and numbers; default: that of the language */
export function createFormats(language: Locale, locale: string = language): Formats {
  const number = (options: Intl.NumberFormatOptions): ((value: number) => string) => {
    const format = new Intl.NumberFormat(locale, options);
    return (value) => format.format(value);
  };
  const unit = (name: string, digits: number): ((value: number) => string) =>
    number({ style: 'unit', unit: name, unitDisplay: 'short', maximumFractionDigits: digits });

  const bytes = number({ style: 'unit', unit: 'byte', unitDisplay: 'long', maximumFractionDigits: 0 });
  const integer = number({ maximumFractionDigits: 0 });
  const dateTime = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
  const date = new Intl.DateTimeFormat(locale, { dateStyle: 'medium' });
  const time = new Intl.DateTimeFormat(locale, { timeStyle: 'medium', hourCycle: 'h23' });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const list = new Intl.ListFormat(locale, { type: 'conjunction' });

  return {
    integer,
    decimal: (value, digits = 3) =>
      value.toLocaleString(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits }),
    percent: (share, digits = 1) =>
      share.toLocaleString(locale, {
        style: 'percent',
        minimumFractionDigits: digits,
        maximumFractionDigits: digits,
      }),
    milliseconds: (valueMs) => unit('millisecond', valueMs < 10 ? 1 : 0)(valueMs),
    seconds: (value) => unit('second', value < 10 ? 1 : 0)(value),
    duration: (seconds) => {
      let left = Math.round(seconds);
      const parts: string[] = [];
      for (const [name, size] of SPANS) {
        const count = Math.floor(left / size);
        left -= count * size;
        if (count > 0 || (name === 'second' && parts.length === 0)) parts.push(unit(name, 0)(count));
        else if (parts.length > 0) break;
      }
      return parts.slice(0, 2).join(' ');
    },
    bytes: (value) => {
      const power = value < 1 ? 0 : Math.min(Math.floor(Math.log(value) / Math.log(1024)), BYTE_UNITS.length - 1);
      // The short form of bytes has no plural: "391 byte".
      if (power === 0) return bytes(value);
      return unit(BYTE_UNITS[power] ?? 'byte', power < 2 ? 0 : 1)(value / 1024 ** power);
    },
    dateTime: (iso, timeZone) =>
      timeZone === undefined
        ? dateTime.format(new Date(iso))
        : new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone }).format(new Date(iso)),
    date: (iso) => date.format(new Date(iso)),
    time: (iso) => time.format(new Date(iso)),
    relative: (iso, nowMs) => {
      const seconds = (Date.parse(iso) - nowMs) / 1_000;
      const [name, size] = SPANS.find(([, span]) => Math.abs(seconds) >= span) ?? ['second', 1];
      return relative.format(Math.trunc(seconds / size), name);
    },
    // One name more than `most` is shorter than "1 others".
    list: (names, most = 20) =>
      list.format(
        names.length <= most + 1 ? names : [...names.slice(0, most), OTHERS[language](integer(names.length - most))],
      ),
  };
}
