'use client';

import { type Job, type RegisteredModel } from '@lintel/contracts';
import { ModelIcon, Moment, ProblemAlert, Section, StateMessage, useAction } from '@lintel/ui';
import { Button } from '@mantine/core';
import Link from 'next/link';
import { Permitted } from '../access/permitted';
import { addressOf } from '../addresses';
import { JobProgressBar } from '../jobs/job-progress';
import { createJob, fetchJobs, retryJob } from '../jobs/jobs-api';
import { useJobErrorWords } from '../language/message-writer';
import { useText } from '../language/text';
import { DataView } from '../live/data-view';
import { useData } from '../live/use-data';
import classes from './models.module.css';

/** The state of a model without a version: its newest training, and a button to start it or try again. */
export function FirstTraining({ model }: { readonly model: RegisteredModel }) {
  const data = useData({
    key: `first-training/${model.name}`,
    load: async (signal) => {
      const { items } = await fetchJobs({ model: model.name, kind: 'train', limit: 1 }, signal);
      return items[0] ?? null;
    },
    watch: { tables: ['job'], modelName: model.name },
  });
  return <DataView data={data}>{(job) => <TrainingState model={model} job={job} onChanged={data.refresh} />}</DataView>;
}

interface TrainingStateProps {
  readonly model: RegisteredModel;
  /** The newest training; null if there was none. */
  readonly job: Job | null;
  readonly onChanged: () => void;
}

function TrainingState({ model, job, onChanged }: TrainingStateProps) {
  const text = useText().models.noVersion;
  const words = useJobErrorWords();
  if (job === null) {
    return (
      <StateMessage
        kind="empty"
        icon={<ModelIcon size={26} />}
        title={text.title}
        actions={<TrainButton model={model} job={null} onChanged={onChanged} />}
      >
        <p>{text.body}</p>
      </StateMessage>
    );
  }
  const { status, error, createdAt, endedAt, progress } = job;
  const title = {
    queued: text.waiting,
    active: text.running,
    cancelling: text.running,
    succeeded: text.refused,
    failed: text.failed,
    cancelled: text.cancelled,
  }[status];
  const ended = status === 'failed' || status === 'cancelled' || status === 'succeeded';
  return (
    <Section title={title} aside={<Link href={addressOf.job(job.id)}>{text.showJob}</Link>}>
      {(status === 'active' || status === 'cancelling') && <JobProgressBar progress={progress} />}
      {status === 'queued' && <p className={classes['nobody']}>{text.noTrainer}</p>}
      {error !== null && status === 'failed' && (
        <ProblemAlert
          problem={{
            ...words(error),
            ...(error.expected === undefined ? {} : { expected: error.expected }),
            ...(error.received === undefined ? {} : { received: error.received }),
          }}
          actions={<TrainButton model={model} job={job} onChanged={onChanged} />}
        />
      )}
      {ended && status !== 'failed' && <TrainButton model={model} job={job} onChanged={onChanged} />}
      <p className={classes['attempt']}>
        {text.lastAttempt} <Moment iso={endedAt ?? createdAt} />
      </p>
    </Section>
  );
}

/** Repeats the training with the same parameters, or starts the first one. */
function TrainButton({ model, job, onChanged }: TrainingStateProps) {
  const text = useText().models.noVersion;
  const { pending, run } = useAction();
  const start = (): Promise<Job> =>
    job === null ? createJob({ kind: 'train', modelName: model.name, parameters: {} }) : retryJob(job.id);
  return (
    <Permitted permission="jobs:run" vertical={model.vertical}>
      <Button loading={pending} onClick={() => void run(start, { done: text.started, onDone: onChanged })}>
        {job === null ? text.trainNow : text.tryAgain}
      </Button>
    </Permitted>
  );
}
