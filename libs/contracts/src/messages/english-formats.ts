import { figureName } from '../tasks/tasks';
import { type Figure, readFigure } from './figure';
import { splitNames, type MessageFormats } from './fill-message';

/** Maximum number of names that a sentence lists. */
const NAMED = 5;

/** @param share in [0, 1] */
export const percent = (share: number): string => `${(share * 100).toFixed(2)} %`;

/** A difference of shares in percentage points; a non-zero difference is never shown as zero. */
export function points(share: number): string {
  const value = share * 100;
  return value !== 0 && Math.abs(value) < 0.005 ? 'under 0.01 points' : `${value.toFixed(2)} points`;
}

const JOB_KINDS: Readonly<Record<string, string>> = {
  train: 'training',
  evaluate: 'evaluation',
  backfill: 'backfill',
  retain: 'retention',
};

/** A share as a percentage, any other figure with four significant digits. */
const valueOf = ({ unit, value }: Figure): string => (unit === 'share' ? percent(value) : digits(value));
/** A difference of two figures. */
const amountOf = ({ unit, value }: Figure): string => (unit === 'share' ? points(value) : digits(value));
const digits = (value: number): string => String(Number(value.toPrecision(4)));

/** A figure in English, such as "Accuracy 81.00 %". */
export const describeFigure = (figure: Figure): string => `${figureName(figure.key)} ${valueOf(figure)}`;

/** How the command line and logs format values. */
export const englishFormats: MessageFormats = {
  integer: (value) => value.toLocaleString('en-GB', { maximumFractionDigits: 0 }),
  decimal: (value) => value.toFixed(2),
  percent,
  points,
  signedPoints: (share) => `${share < 0 ? '-' : '+'}${points(Math.abs(share))}`,
  small: (value) => value.toPrecision(3),
  duration: (seconds) => `${seconds} s`,
  memory: (mebibytes) => `${mebibytes} MiB`,
  figure: (text) => valueOf(readFigure(text)),
  namedFigure: (text) => describeFigure(readFigure(text)),
  amount: (text) => amountOf(readFigure(text)),
  signedAmount(text) {
    const figure = readFigure(text);
    return `${figure.value < 0 ? '-' : '+'}${amountOf({ ...figure, value: Math.abs(figure.value) })}`;
  },
  name: (name) => `"${name}"`,
  names(names) {
    const all = splitNames(names);
    const shown = all.slice(0, NAMED).map((name) => `"${name}"`);
    return `${shown.join(', ')}${all.length > NAMED ? ` and ${all.length - NAMED} more` : ''}`;
  },
  measure: (name) => name.replaceAll('-', ' '),
  jobKind: (kind) => JOB_KINDS[kind] ?? kind,
  errorCode: (code) => code,
};
