/** How a value of a message is written; `text` is taken as it stands, `classNames` are several (`joinNames`). */
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
  'className',
  'classNames',
  'measure',
  'jobKind',
  'errorCode',
] as const;
export type ValueFormat = (typeof VALUE_FORMATS)[number];

/** Formats whose value is a number; all others take a name. */
export type NumberFormat =
  'integer' | 'decimal' | 'percent' | 'points' | 'signedPoints' | 'small' | 'duration' | 'memory';

/** Several names in one value. */
const SEPARATOR = '\n';
export const joinNames = (names: readonly string[]): string => names.join(SEPARATOR);
export const splitNames = (names: string): string[] => names.split(SEPARATOR);

/** Writes values in one language. */
export type MessageFormats = { readonly [Format in NumberFormat]: (value: number) => string } & {
  readonly [Format in Exclude<ValueFormat, NumberFormat | 'text'>]: (name: string) => string;
};

export type MessageValues = Readonly<Record<string, string | number>>;

/** A place for a value in a template: `{accuracy:percent}`, or `{model}` for plain text. */
export interface Slot {
  readonly name: string;
  readonly format: string;
}

const SLOT = /\{(\w+)(?::(\w+))?\}/g;

/** @returns the slots of a template, in their order */
export function slotsOf(template: string): Slot[] {
  return [...template.matchAll(SLOT)].map(([, name = '', format = 'text']) => ({ name, format }));
}

/** @returns the template with every slot replaced; a value that is missing shows as "?" */
export function fillTemplate(template: string, values: MessageValues, formats: MessageFormats): string {
  return template.replace(SLOT, (_, name: string, format = 'text') => {
    const value = values[name];
    if (value === undefined) return '?';
    const write = (formats as Readonly<Record<string, ((value: never) => string) | undefined>>)[format as string];
    return write === undefined ? String(value) : write(value as never);
  });
}
