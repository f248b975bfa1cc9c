'use client';

import { type DriftStatus } from '@lintel/contracts';
import { StatusBadge, type StatusBadgeProps } from '@lintel/ui';
import { useText } from '../language/text';

const TONES: Readonly<Record<DriftStatus, StatusBadgeProps['tone']>> = {
  drift: 'bad',
  watch: 'warn',
  stable: 'good',
  unknown: 'quiet',
};

export function DriftBadge({ status }: { readonly status: DriftStatus }) {
  const text = useText().drift.status;
  return <StatusBadge tone={TONES[status]}>{text[status]}</StatusBadge>;
}
