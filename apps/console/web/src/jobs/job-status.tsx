'use client';

import { type JobStatus } from '@lintel/contracts';
import { StatusBadge, type StatusBadgeProps } from '@lintel/ui';
import { useText } from '../language/text';

const TONES: Readonly<Record<JobStatus, StatusBadgeProps['tone']>> = {
  queued: 'quiet',
  active: 'busy',
  cancelling: 'warn',
  succeeded: 'good',
  failed: 'bad',
  cancelled: 'quiet',
};

export function JobStatusBadge({ status }: { readonly status: JobStatus }) {
  return <StatusBadge tone={TONES[status]}>{useText().general.jobStatus[status]}</StatusBadge>;
}

/** The job has reached a final state. */
export function hasEnded(status: JobStatus): boolean {
  return status === 'succeeded' || status === 'failed' || status === 'cancelled';
}
