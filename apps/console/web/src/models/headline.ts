import { type Headline } from '@lintel/contracts';
import { type Formats } from '@lintel/ui';

/** A figure in the reader's language: shares as a percentage, other figures as numbers. */
export const writeFigureIn = (format: Formats, { unit, value }: Pick<Headline, 'unit' | 'value'>): string =>
  unit === 'share' ? format.percent(value) : format.decimal(value);

/** The figure of that key; undefined if the version does not have it. */
export const headlineNamed = (headlines: readonly Headline[], key: string): Headline | undefined =>
  headlines.find((headline) => headline.key === key);
