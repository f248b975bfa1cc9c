'use client';

import { ModelIcon, PageHead, Section, StateMessage } from '@lintel/ui';
import { Button } from '@mantine/core';
import Link from 'next/link';
import { AlertBadges } from '../alerts/alert-card';
import { subjectAddress } from '../alerts/subject-address';
import { addressOf } from '../addresses';
import { JobRow } from '../jobs/job-row';
import rows from '../jobs/job-row.module.css';
import { useMessageWriter } from '../language/message-writer';
import { useText } from '../language/text';
import { DataView } from '../live/data-view';
import { useData } from '../live/use-data';
import { KeyFigures } from './key-figures';
import { ModelsTable } from './models-table';
import { fetchSituation, type Situation } from './overview-api';
import classes from './overview.module.css';

/** Changes of the streams are not announced, so they are polled. */
const LOOK_EVERY_MS = 15_000;
const MOST_ALERTS = 5;

export function OverviewScreen() {
  const text = useText().overview;
  const data = useData({
    key: 'overview',
    load: fetchSituation,
    watch: { tables: ['model', 'label', 'model_alias', 'model_version', 'job', 'drift_window', 'alert'] },
    everyMs: LOOK_EVERY_MS,
  });
  return (
    <>
      <PageHead title={text.title} intro={text.intro} />
      <DataView data={data}>{(situation) => <Content situation={situation} />}</DataView>
    </>
  );
}

function Content({ situation: { overview, jobs, alerts } }: { readonly situation: Situation }) {
  const text = useText().overview;
  const { writeAll } = useMessageWriter();
  return (
    <>
      <KeyFigures overview={overview} />
      {alerts.length > 0 && (
        <Section title={text.attention} aside={<Link href={addressOf.alerts()}>{text.allAlerts}</Link>}>
          <ul className={classes['alerts']}>
            {alerts.slice(0, MOST_ALERTS).map((alert) => (
              <li key={alert.id}>
                <Link href={subjectAddress(alert)}>
                  {writeAll(alert.messages === null ? [] : [alert.messages.title], alert.title)}
                </Link>
                <AlertBadges alert={alert} />
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Section title={text.models} aside={<Link href={addressOf.models()}>{text.allModels}</Link>}>
        {overview.models.length === 0 ? <FirstRun /> : <ModelsTable models={overview.models} />}
      </Section>
      <Section title={text.running} aside={<Link href={addressOf.jobs()}>{text.allJobs}</Link>}>
        {jobs.length === 0 ? (
          <p className={classes['quiet']}>{text.nothingRuns}</p>
        ) : (
          <ul className={rows['list']}>
            {jobs.map((job) => (
              <JobRow key={job.id} job={job} />
            ))}
          </ul>
        )}
      </Section>
    </>
  );
}

/** Says what to do if there is no content yet. */
function FirstRun() {
  const text = useText().overview;
  return (
    <StateMessage
      kind="empty"
      icon={<ModelIcon size={26} />}
      title={text.emptyTitle}
      actions={
        <Button component={Link} href={addressOf.jobs()} variant="default">
          {text.emptyAction}
        </Button>
      }
    >
      <p>{text.emptyBody}</p>
    </StateMessage>
  );
}
