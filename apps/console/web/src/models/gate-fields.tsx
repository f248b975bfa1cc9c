'use client';

import { type Headline, type TaskId } from '@lintel/contracts';
import { GENERAL_GATE_FIELDS, taskView, taskWords, useMessages, type GateField } from '@lintel/ui';
import { Fieldset, NumberInput, Stack } from '@mantine/core';
import { useState } from 'react';
import { useText } from '../language/text';
import { isShare, readGateValue, type GateValue } from './gate-value';
import { percentOf } from './share';

export interface LabelledGateField extends GateField {
  readonly label: string;
  readonly hint?: string;
}

/** The gate fields of a task, the general ones first, in the reader's language. */
export function useGateFields(task: TaskId): LabelledGateField[] {
  const { minimumGain: label, minimumGainHint: hint } = useText().models.policies;
  const { gateFields } = taskView(task);
  const { gates } = useMessages(taskWords(task));
  return [
    ...GENERAL_GATE_FIELDS.map((field) => ({ ...field, label, hint })),
    ...gateFields.map((field) => ({ ...field, label: field.path, ...gates[field.path] })),
  ];
}

export interface GateFieldsProps {
  readonly task: TaskId;
  /** By the path of the field. */
  readonly values: Readonly<Record<string, GateValue>>;
  readonly onChange: (path: string, value: GateValue) => void;
}

/** The requirements for a promotion: the general ones and those of the task. */
export function GateFields({ task, values, onChange }: GateFieldsProps) {
  const text = useText().models.policies;
  const { unit } = taskView(task);
  return (
    <Fieldset legend={text.gates}>
      <Stack gap="sm">
        {useGateFields(task).map((field) => (
          <GateInput
            key={field.path}
            field={field}
            unit={unit}
            value={values[field.path] ?? null}
            onChange={(value) => onChange(field.path, value)}
          />
        ))}
      </Stack>
    </Fieldset>
  );
}

interface GateInputProps {
  readonly field: LabelledGateField;
  readonly unit: Headline['unit'];
  readonly value: GateValue;
  readonly onChange: (value: GateValue) => void;
}

function GateInput({ field, unit, value, onChange }: GateInputProps) {
  const share = isShare(field, unit);
  const known = value === 'wrong' ? null : value;
  const [written, setWritten] = useState<string | number>(share ? percentOf(known) : (known ?? ''));
  return (
    <NumberInput
      label={field.label}
      description={field.hint}
      value={written}
      onChange={(next) => {
        setWritten(next);
        onChange(readGateValue(field, unit, next));
      }}
      {...(share ? { min: field.kind === 'gain' ? -100 : 0, max: 100, decimalScale: 3, suffix: ' %' } : {})}
      step={1}
      error={value === 'wrong'}
    />
  );
}
