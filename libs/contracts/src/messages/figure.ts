import { type Headline } from '../tasks/headline';

/** A figure of a task as a value of a message, such as an accuracy of 0.81. */
export interface Figure extends Pick<Headline, 'key' | 'unit'> {
  readonly value: number;
}

/** Writes a figure as one value of a message; the reader's language chooses its name and form. */
export const writeFigure = ({ key, unit }: Pick<Headline, 'key' | 'unit'>, value: number): string =>
  `${key} ${unit} ${value}`;

/** Reads what `writeFigure` wrote. */
export function readFigure(text: string): Figure {
  const [key = '', unit, value] = text.split(' ');
  return { key, unit: unit === 'share' || unit === 'target' ? unit : 'number', value: Number(value) };
}
