import { type DeadLetterView } from '@lintel/contracts';

/** The value of a dead letter for people: indented JSON, anything else unchanged; null if there is none. */
export function readableValue({ value, encoding }: Pick<DeadLetterView, 'value' | 'encoding'>): string | null {
  if (value === null || encoding !== 'json') return value;
  try {
    return JSON.stringify(JSON.parse(value), null, 2);
  } catch {
    return value;
  }
}

/** Only readable text can be edited. */
export function isEditable({
  value,
  encoding,
  contents,
}: Pick<DeadLetterView, 'value' | 'encoding' | 'contents'>): boolean {
  return value !== null && encoding !== 'base64' && contents === 'readable';
}

export type ValueCheck =
  | { readonly kind: 'valid'; readonly compact: string }
  /** Line and column, starting at 1, if the browser reports them. */
  | { readonly kind: 'wrong'; readonly message: string; readonly line: number | null };

/** Whether the text is JSON, and where it is not. */
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
