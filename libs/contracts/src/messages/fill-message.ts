/** The formats of message values. `text` is used unchanged; `name` is a name of the model's, such as a class, and `names` a list of them (`joinNames`). */
export const VALUE_FORMATS = [
  'text',
  'integer',
  'decimal',
  'percent',
  'points',
  'signedPoints',
  'small',
  'duration',
  'memory',
  'figure',
  'namedFigure',
  'amount',
  'signedAmount',
  'name',
  'names',
  'measure',
  'jobKind',
  'errorCode',
] as const;
export type ValueFormat = (typeof VALUE_FORMATS)[number];

/** Formats of numeric values; all others take a name. */
export type NumberFormat =
  'integer' | 'decimal' | 'percent' | 'points' | 'signedPoints' | 'small' | 'duration' | 'memory';

/** Separates several names in one value. */
const SEPARATOR = '\n';
export const joinNames = (names: readonly string[]): string => names.join(SEPARATOR);
export const splitNames = (names: string): string[] => names.split(SEPARATOR);

/** Formats values in one language. */
export type MessageFormats = { readonly [Format in NumberFormat]: (value: number) => string } & {
  readonly [Format in Exclude<ValueFormat, NumberFormat | 'text'>]: (name: string) => string;
};

export type MessageValues = Readonly<Record<string, string | number>>;

/** A placeholder in a template: `{share:percent}`, or `{model}` for plain text. */
export interface Slot {
  readonly name: string;
  readonly format: string;
}

const SLOT = /\{(\w+)(?::(\w+))?\}/g;

/** @returns the placeholders of a template, in order */
export function slotsOf(template: string): Slot[] {
  return [...template.matchAll(SLOT)].map(([, name = '', format = 'text']) => ({ name, format }));
}

/** @returns the template with every placeholder replaced; a missing value is shown as "?" */
export function fillTemplate(template: string, values: MessageValues, formats: MessageFormats): string {
  return template.replace(SLOT, (_, name: string, format = 'text') => {
    const value = values[name];
    if (value === undefined) return '?';
    const write = (formats as Readonly<Record<string, ((value: never) => string) | undefined>>)[format as string];
    return write === undefined ? String(value) : write(value as never);
  });
}
