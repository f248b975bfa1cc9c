'use client';

import { type Job } from '@lintel/contracts';
import { FactsList, Moment, Section, useLanguage } from '@lintel/ui';
import Link from 'next/link';
import { type ReactNode } from 'react';
import { addressOf } from '../addresses';
import { useText } from '../language/text';
import { useRunningSeconds } from './job-row';
import classes from './jobs.module.css';

/** Who requested a job, who runs it, and its limits. */
export function JobFacts({ job }: { readonly job: Job }) {
  const text = useText().jobs;
  const { format } = useLanguage();
  const seconds = useRunningSeconds(job);
  const { limits, parameters } = job;
  const moment = (iso: string | null): ReactNode => (iso === null ? '–' : <Moment iso={iso} />);
  const facts: (readonly [string, ReactNode])[] = [
    [
      text.facts.model,
      job.kind === 'retain' ? job.modelName : <Link href={addressOf.model(job.modelName)}>{job.modelName}</Link>,
    ],
    [text.facts.by, job.reason === 'person' ? job.requestedBy : `${text.reasons[job.reason]} (${job.requestedBy})`],
    [text.facts.created, moment(job.createdAt)],
    [text.facts.started, moment(job.startedAt)],
    [text.facts.ended, moment(job.endedAt)],
    [text.facts.duration, seconds === null ? '–' : format.duration(seconds)],
    [text.facts.attempt, text.facts.attemptValue(format.integer(job.attempt), format.integer(job.maxAttempts))],
    [text.facts.worker, job.worker ?? '–'],
    [
      text.facts.limits,
      text.facts.limitsValue(
        format.bytes(limits.memoryMiB * 1024 * 1024),
        format.integer(limits.cores),
        format.duration(limits.seconds),
      ),
    ],
    ...(job.retryOf === null
      ? []
      : [[text.facts.retryOf, <Link href={addressOf.job(job.retryOf)}>{job.retryOf}</Link>] as const]),
    [text.facts.id, job.id],
    [
      text.facts.parameters,
      Object.keys(parameters).length === 0 ? (
        text.facts.pipeline
      ) : (
        <pre className={classes['parameters']}>{JSON.stringify(parameters, null, 2)}</pre>
      ),
    ],
  ];
  return (
    <Section title={text.facts.title}>
      <FactsList facts={facts} />
    </Section>
  );
}
