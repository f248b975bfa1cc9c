'use client';

import { type Job, type Schedule } from '@lintel/contracts';
import { DangerButton, ProblemAlert, StateMessage, useLanguage, useTroubleWriter } from '@lintel/ui';
import { Button, Group, Modal, Stack } from '@mantine/core';
import Link from 'next/link';
import { useEffect, useState } from 'react';
import { addressOf } from '../addresses';
import { readJobResult, rowsOf } from '../jobs/job-result';
import { hasEnded } from '../jobs/job-status';
import { RemovedList } from '../jobs/removed-list';
import { useText } from '../language/text';
import { useData } from '../live/use-data';
import { countRetention } from './count-retention';
import { useScheduleName } from './schedule-name';

/** A change that would let a retention remove data. */
export interface PendingRetention {
  readonly schedule: Schedule;
  readonly proceed: () => void;
}

export interface RetentionDialogProps {
  /** Null: closed. */
  readonly pending: PendingRetention | null;
  readonly onClose: () => void;
}

/** Time after which the dialog says that no trainer answers, in milliseconds. */
const ANSWER_WITHIN_MS = 15_000;

/** Shows how many rows the next run of a retention would remove, before it is turned on. */
export function RetentionDialog({ pending, onClose }: RetentionDialogProps) {
  const text = useText().schedules.retention;
  const nameOf = useScheduleName();
  // While it closes it still shows its subject.
  const [shown, setShown] = useState(pending);
  if (pending !== null && pending !== shown) setShown(pending);
  return (
    <Modal
      opened={pending !== null}
      onClose={onClose}
      title={text.title(shown === null ? '' : nameOf(shown.schedule))}
      size="lg"
      centered
      zIndex={300}
    >
      {shown !== null && <Count key={shown.schedule.id} pending={shown} onClose={onClose} />}
    </Modal>
  );
}

function Count({ pending, onClose }: { readonly pending: PendingRetention; readonly onClose: () => void }) {
  const { general, schedules } = useText();
  const text = schedules.retention;
  const { format } = useLanguage();
  const write = useTroubleWriter();
  const { schedule, proceed } = pending;
  const { state } = useData({
    key: `retention/${schedule.id}`,
    load: (signal) => countRetention(schedule, signal),
    watch: { tables: ['job'], modelName: schedule.modelName },
  });
  const late = useLater(ANSWER_WITHIN_MS);
  const job: Job | null = state.kind === 'ready' ? state.value : null;
  const result = job === null ? null : readJobResult(job);
  const removed = result?.kind === 'retained' ? result.removed : null;
  const rows = removed === null ? null : rowsOf(removed);
  const failed = job !== null && hasEnded(job.status) && removed === null;

  return (
    <Stack>
      <div>{text.body}</div>
      {state.kind === 'failed' && <ProblemAlert problem={write(state.trouble)} />}
      {state.kind !== 'failed' && removed === null && !failed && (
        <div role="status">{late ? text.noTrainer : <StateMessage kind="loading" title={text.counting} />}</div>
      )}
      {failed && <div role="status">{text.failed}</div>}
      {removed !== null && rows !== null && (
        <div role="status">
          {rows === 0 ? text.nothing : text.total(format.integer(rows))}
          {rows > 0 && <RemovedList removed={removed} />}
        </div>
      )}
      {job !== null && (late || failed) && <Link href={addressOf.job(job.id)}>{text.showJob}</Link>}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose} data-autofocus>
          {general.cancel}
        </Button>
        <DangerButton
          disabled={rows === null && !late && !failed && state.kind !== 'failed'}
          onClick={() => {
            onClose();
            proceed();
          }}
        >
          {rows === null ? text.confirmUnknown : rows === 0 ? text.confirmNothing : text.confirm(format.integer(rows))}
        </DangerButton>
      </Group>
    </Stack>
  );
}

/** @returns true once the time has passed */
function useLater(afterMs: number): boolean {
  const [passed, setPassed] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setPassed(true), afterMs);
    return () => clearTimeout(timer);
  }, [afterMs]);
  return passed;
}
