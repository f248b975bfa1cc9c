import { type Locale } from './locale';

/** Numbers and dates as the reader of a language writes them. */
export interface Formats {
  readonly integer: (value: number) => string;
  readonly decimal: (value: number, digits?: number) => string;
  /** @param share in [0, 1] */
  readonly percent: (share: number, digits?: number) => string;
  readonly milliseconds: (valueMs: number) => string;
  readonly seconds: (value: number) => string;
  readonly bytes: (value: number) => string;
  readonly dateTime: (iso: string) => string;
  /** Names one after another, such as "a, b and c". */
  readonly list: (names: readonly string[]) => string;
}

const BYTE_UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

export function createFormats(locale: Locale): Formats {
  const number = (options: Intl.NumberFormatOptions): ((value: number) => string) => {
    const format = new Intl.NumberFormat(locale, options);
    return (value) => format.format(value);
  };
  const unit = (name: string, digits: number): ((value: number) => string) =>
    number({ style: 'unit', unit: name, unitDisplay: 'short', maximumFractionDigits: digits });

  const integer = number({ maximumFractionDigits: 0 });
  const dateTime = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
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
    bytes: (value) => {
      const power = value < 1 ? 0 : Math.min(Math.floor(Math.log(value) / Math.log(1024)), BYTE_UNITS.length - 1);
      return unit(BYTE_UNITS[power] ?? 'byte', power < 2 ? 0 : 1)(value / 1024 ** power);
    },
    dateTime: (iso) => dateTime.format(new Date(iso)),
    list: (names) => list.format(names),
  };
}
