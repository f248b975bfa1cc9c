import { type DeadLetterView } from '@lintel/contracts';

/** The value of a letter as a person reads it: JSON with indents, all else as it is; null where there is none. */
export function readableValue({ value, encoding }: Pick<DeadLetterView, 'value' | 'encoding'>): string | null {
  if (value === null || encoding !== 'json') return value;
  try {
    return JSON.stringify(JSON.parse(value), null, 2);
  } catch {
    return value;
  }
}

/** Only text that can be read can be corrected by hand. */
export function isEditable({
  value,
  encoding,
  contents,
}: Pick<DeadLetterView, 'value' | 'encoding' | 'contents'>): boolean {
  return value !== null && encoding !== 'base64' && contents === 'readable';
}

export type ValueCheck =
  | { readonly kind: 'valid'; readonly compact: string }
  /** Line and column from 1, where the browser says so. */
  | { readonly kind: 'wrong'; readonly message: string; readonly line: number | null };

/** Whether what a person typed is JSON, and where not. */
export function checkJson(text: string): ValueCheck {
  try {
    return { kind: 'valid', compact: JSON.stringify(JSON.parse(text)) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const position = /position (\d+)/.exec(message)?.[1];
    const line = position === undefined ? null : text.slice(0, Number(position)).split('\n').length;
    return { kind: 'wrong', message, line };
  }
}
