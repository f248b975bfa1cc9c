'use client';

import { type Headline } from '@lintel/contracts';
import { type Formats } from '../language/formats';
import { useLanguage, useUiMessages } from '../language/language-provider';
import { type Locale } from '../language/locale';
import { EVERY_TASK_WORDS } from './task-words';

type Unit = Pick<Headline, 'unit'>;

export interface FigureWriter {
  /** The name of a figure in the reader's language; a figure that no task has keeps its key. */
  readonly nameOf: (key: string) => string;
  /** A value in the unit of its figure: shares as a percentage. */
  readonly write: (figure: Unit, value: number) => string;
  /** A difference of two values, signed: of shares in points. */
  readonly writeGain: (figure: Unit, gain: number) => string;
}

/** Writes figures of any task in the reader's language. */
export function useFigures(): FigureWriter {
  const { locale, format } = useLanguage();
  const { points } = useUiMessages().tasks;
  return figureWriter(locale, format, points);
}

/** @param points writes a difference of shares, given in points */
export function figureWriter(locale: Locale, format: Formats, points: (value: string) => string): FigureWriter {
  const names = Object.assign({}, ...EVERY_TASK_WORDS.map((words) => words[locale].figures)) as Readonly<
    Record<string, string | undefined>
  >;
  // Large values, such as prices, need no thousandths.
  const decimal = (value: number): string => format.decimal(value, Math.abs(value) >= 100 ? 1 : 3);
  const signed = (gain: number, written: string): string => (gain > 0 ? `+${written}` : written);
  return {
    nameOf: (key) => names[key] ?? key,
    write: ({ unit }, value) => (unit === 'share' ? format.percent(value) : decimal(value)),
    writeGain: ({ unit }, gain) =>
      unit === 'share' ? points(signed(gain, format.decimal(gain * 100, 1))) : signed(gain, decimal(gain)),
  };
}
