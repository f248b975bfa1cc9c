'use client';

import { type Job } from '@lintel/contracts';
import { LearningCurve, PageHead, ProblemAlert, Section, useCurveMeasures, useFigures, useLanguage } from '@lintel/ui';
import { Button } from '@mantine/core';
import Link from 'next/link';
import { addressOf } from '../addresses';
import { useJobErrorWords } from '../language/message-writer';
import { useText } from '../language/text';
import { DataView } from '../live/data-view';
import { useData, type Data } from '../live/use-data';
import { BackLink } from '../shell/back-link';
import { JobActions } from './job-actions';
import { JobFacts } from './job-facts';
import { JobLogSection } from './job-log';
import { JobProgressBar } from './job-progress';
import { readJobResult } from './job-result';
import { useJobResultWords } from './job-result-words';
import { JobStatusBadge } from './job-status';
import { fetchJob } from './jobs-api';
import { RemovedList } from './removed-list';
import { SearchTable } from './search-table';
import classes from './jobs.module.css';

/** One job: its progress, its log, and its result. */
export function JobPage({ id }: { readonly id: string }) {
  const text = useText();
  const data: Data<Job> = useData({
    key: `job/${id}`,
    load: (signal) => fetchJob(id, signal),
    watch: { tables: ['job'], id },
  });
  const job = data.state.kind === 'ready' ? data.state.value : null;
  return (
    <>
      <PageHead
        title={job === null ? text.jobs.one : `${text.general.jobKind[job.kind]} · ${job.modelName}`}
        above={<BackLink href={addressOf.jobs()}>{text.jobs.title}</BackLink>}
        {...(job === null
          ? {}
          : {
              intro: <JobStatusBadge status={job.status} />,
              aside: <JobActions job={job} onChanged={data.refresh} />,
            })}
      />
      <DataView data={data}>{(shown) => <JobDetail job={shown} />}</DataView>
    </>
  );
}

function JobDetail({ job }: { readonly job: Job }) {
  const text = useText().jobs;
  const words = useJobErrorWords();
  const measures = useCurveMeasures(job.curve);
  return (
    <>
      {job.status === 'queued' && (
        <Section title={text.waiting}>
          <p className={classes['plain']}>{text.waitingBody}</p>
        </Section>
      )}
      {(job.status === 'active' || job.status === 'cancelling') && <Progress job={job} />}
      {job.error !== null && (
        <div className={classes['problem']}>
          <ProblemAlert
            problem={{
              ...words(job.error),
              ...(job.error.expected === undefined ? {} : { expected: job.error.expected }),
              ...(job.error.received === undefined ? {} : { received: job.error.received }),
            }}
          />
        </div>
      )}
      <Result job={job} />
      {job.curve.length > 0 && (
        <Section title={text.learning}>
          <div className={classes['pair']}>
            {measures.map((measure) => (
              <LearningCurve key={measure.key} curve={job.curve} measure={measure} />
            ))}
          </div>
        </Section>
      )}
      {job.search !== null && <SearchTable search={job.search} isOver={job.endedAt !== null} />}
      <JobLogSection id={job.id} />
      <JobFacts job={job} />
    </>
  );
}

function Progress({ job: { progress } }: { readonly job: Job }) {
  const text = useText().jobs;
  const { format } = useLanguage();
  const { nameOf, write } = useFigures();
  const now: [string, string][] = [];
  if (progress !== null && progress.loss !== null) now.push([text.now.loss, format.decimal(progress.loss)]);
  for (const figure of progress?.figures ?? []) now.push([nameOf(figure.key), write(figure, figure.value)]);
  if (progress !== null && progress.imagesPerSecond !== null) {
    now.push([text.now.speed, format.integer(progress.imagesPerSecond)]);
  }
  return (
    <Section title={text.progress}>
      <JobProgressBar progress={progress} />
      {now.length > 0 && (
        <p className={classes['now']}>
          {now.map(([name, value]) => (
            <span key={name}>
              {name} <strong>{value}</strong>
            </span>
          ))}
        </p>
      )}
    </Section>
  );
}

/** The result of a job in words; the version that it made, or was about, is a link. */
function Result({ job }: { readonly job: Job }) {
  const text = useText();
  const { format } = useLanguage();
  const words = useJobResultWords(job);
  const result = readJobResult(job);
  if (result === null) return null;
  const version = result.kind === 'retained' ? null : result;
  const refused = result.kind === 'judged' && result.outcome === 'refused';
  return (
    <Section
      title={text.jobs.result}
      aside={
        version !== null &&
        version.versionId !== null && (
          <Button component={Link} href={addressOf.version(version.versionId)} size="compact-md" variant="light">
            {text.jobs.toVersion(version.number === null ? '' : text.general.version(format.integer(version.number)))}
          </Button>
        )
      }
    >
      <p className={classes['outcome']} data-refused={refused || undefined}>
        {words}
      </p>
      {result.kind === 'retained' && <RemovedList removed={result.removed} />}
    </Section>
  );
}
