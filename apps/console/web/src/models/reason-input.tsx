import { Textarea } from '@mantine/core';
import { useText } from '../language/text';
import { LONGEST_REASON } from './reason';

export interface ReasonInputProps {
  readonly value: string;
  readonly onChange: (reason: string) => void;
  /** What to write. Default: that the reason is kept in the history. */
  readonly description?: string;
  readonly required?: boolean;
  /** Whether the dialog opens on it. */
  readonly first?: boolean;
}

/** Why a person decides as they do about a version; kept in the model's history. */
export function ReasonInput({ value, onChange, description, required = false, first = false }: ReasonInputProps) {
  const text = useText().models;
  return (
    <Textarea
      label={text.reason}
      description={description ?? text.reasonHint}
      required={required}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      maxLength={LONGEST_REASON}
      autosize
      minRows={2}
      {...(first ? { 'data-autofocus': true } : {})}
    />
  );
}
