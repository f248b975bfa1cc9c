'use client';

import { type Job } from '@lintel/contracts';
import { DangerButton, RetryIcon, useAction, useConfirm, useSession } from '@lintel/ui';
import { Button } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { addressOf } from '../addresses';
import { useText } from '../language/text';
import { draftOf, type JobDraft } from './job-draft';
import { hasEnded } from './job-status';
import { cancelJob, retryJob } from './jobs-api';
import { NewJobDrawer } from './new-job-drawer';
import classes from './jobs.module.css';

export interface JobActionsProps {
  readonly job: Job;
  readonly onChanged: () => void;
}

/** The actions for a job: cancel it, run it again, or run it with other values. */
export function JobActions({ job, onChanged }: JobActionsProps) {
  const text = useText().jobs;
  const router = useRouter();
  const confirm = useConfirm();
  const { run, pending } = useAction();
  const [draft, setDraft] = useState<JobDraft | null>(null);
  const { may } = useSession();
  const follow = ({ id }: Job): void => router.push(addressOf.job(id));

  const cancel = async (): Promise<void> => {
    const sure = await confirm({
      title: text.cancelTitle,
      body: job.status === 'queued' ? text.cancelWaitingBody : text.cancelBody,
      action: text.cancel,
      destructive: true,
    });
    if (sure) await run(() => cancelJob(job.id), { done: text.cancelled, onDone: onChanged });
  };

  if (!may('jobs:run', job.vertical)) return null;
  return (
    <div className={classes['buttons']}>
      {(job.status === 'queued' || job.status === 'active') && (
        <DangerButton variant="default" loading={pending} onClick={() => void cancel()}>
          {text.cancel}
        </DangerButton>
      )}
      {hasEnded(job.status) && (
        <>
          <Button variant="default" onClick={() => setDraft(draftOf(job.kind, job.modelName, job.parameters))}>
            {text.again}
          </Button>
          <Button
            loading={pending}
            leftSection={<RetryIcon size={18} />}
            onClick={() => void run(() => retryJob(job.id), { done: text.retried, onDone: follow })}
          >
            {text.retry}
          </Button>
        </>
      )}
      <NewJobDrawer
        initial={draft}
        onClose={() => setDraft(null)}
        onCreated={(created) => {
          setDraft(null);
          follow(created);
        }}
      />
    </div>
  );
}
