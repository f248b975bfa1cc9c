'use client';

import { NumberInput } from '@mantine/core';
import { useState } from 'react';
import { percentOf, shareOf } from './share';

export interface ShareInputProps {
  readonly label: string;
  readonly description?: string;
  /** Null if the text is not a share. */
  readonly value: number | null;
  readonly onChange: (share: number | null) => void;
  /** Default: 0. */
  readonly min?: number;
  /** Default: 1. */
  readonly max?: number;
}

/** A share, entered in percent. */
export function ShareInput({ label, description, value, onChange, min = 0, max = 1 }: ShareInputProps) {
  const [written, setWritten] = useState<string | number>(percentOf(value));
  return (
    <NumberInput
      label={label}
      description={description}
      value={written}
      onChange={(next) => {
        setWritten(next);
        onChange(shareOf(next, min, max));
      }}
      min={percentOf(min) || 0}
      max={percentOf(max) || 100}
      step={1}
      decimalScale={3}
      suffix=" %"
      error={value === null}
    />
  );
}
