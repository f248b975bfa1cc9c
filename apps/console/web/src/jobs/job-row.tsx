'use client';

import { type Job } from '@lintel/contracts';
import { Moment, useLanguage, useNow } from '@lintel/ui';
import Link from 'next/link';
import { addressOf } from '../addresses';
import { useJobErrorWords } from '../language/message-writer';
import { useText } from '../language/text';
import { JobProgressBar } from './job-progress';
import { useJobResultWords } from './job-result-words';
import { hasEnded, JobStatusBadge } from './job-status';
import classes from './job-row.module.css';

/** One job in a list; the whole row links to it. */
export function JobRow({ job }: { readonly job: Job }) {
  const text = useText();
  const { id, kind, modelName, status, requestedBy, reason, createdAt } = job;
  return (
    <li className={classes['row']}>
      <div className={classes['name']}>
        <Link href={addressOf.job(id)} className={classes['link']}>
          {text.general.jobKind[kind]}
        </Link>
        <span className={classes['model']}>{modelName}</span>
      </div>
      <div className={classes['status']}>
        <JobStatusBadge status={status} />
      </div>
      <div className={classes['what']}>
        {status === 'active' || status === 'cancelling' ? (
          <JobProgressBar progress={job.progress} />
        ) : (
          <Outcome job={job} />
        )}
      </div>
      <div className={classes['who']}>
        <Moment iso={createdAt} />
        <span>{reason === 'person' ? requestedBy : text.jobs.reasons[reason]}</span>
      </div>
    </li>
  );
}

function Outcome({ job }: { readonly job: Job }) {
  const { status, error, startedAt, endedAt, attempt, maxAttempts } = job;
  const text = useText().jobs;
  const words = useJobErrorWords();
  const result = useJobResultWords(job);
  const { format } = useLanguage();
  if (status === 'queued') {
    return (
      <span>{attempt === 0 ? text.waits : text.waitsAgain(format.integer(attempt), format.integer(maxAttempts))}</span>
    );
  }
  if (error !== null && status === 'failed') return <span className={classes['error']}>{words(error).title}</span>;
  if (result !== null) return <span>{result}</span>;
  if (startedAt === null || endedAt === null) return null;
  return <span>{text.took(format.duration((Date.parse(endedAt) - Date.parse(startedAt)) / 1_000))}</span>;
}

/** How long a job has run so far, or ran. */
export function useRunningSeconds({ startedAt, endedAt, status }: Job): number | null {
  const nowMs = useNow(1_000);
  if (startedAt === null) return null;
  const until = endedAt !== null ? Date.parse(endedAt) : hasEnded(status) ? null : nowMs;
  return until === null ? null : Math.max(0, (until - Date.parse(startedAt)) / 1_000);
}
