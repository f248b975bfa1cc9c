'use client';

import { jobKindNames, jobStatusNames, readJobsFilter } from './jobs-filter';
import { JobsIcon, PageHead, PlusIcon, StateMessage, useSession, useShortcuts } from '@lintel/ui';
import { Button, NativeSelect } from '@mantine/core';
import { useRouter, useSearchParams } from 'next/navigation';
import { useMemo, useRef } from 'react';
import { pagesOf, useAddressParameter } from '../address/use-address-parameter';
import { addressOf, type JobsFilter } from '../addresses';
import { useText } from '../language/text';
import { DataView } from '../live/data-view';
import { useData } from '../live/use-data';
import { fetchModels } from '../models/client';
import { EMPTY_DRAFT } from './job-draft';
import { JobRow } from './job-row';
import { fetchJobPages } from './jobs-api';
import { NewJobDrawer } from './new-job-drawer';
import rows from './job-row.module.css';
import classes from './jobs.module.css';

const PAGE_SIZE = 25;

export function JobList() {
  const text = useText();
  const router = useRouter();
  const filter = readJobsFilter(useSearchParams());
  const [askedPages, setPages] = useAddressParameter('pages');
  const pages = pagesOf(askedPages);
  const [opened, setOpened] = useAddressParameter('new');
  const data = useData({
    key: addressOf.jobs(filter),
    part: pages,
    load: (signal) => fetchJobPages(filter, { pages, pageSize: PAGE_SIZE }, signal),
    watch: { tables: ['job'], ...(filter.model === undefined ? {} : { modelName: filter.model }) },
  });
  const mayStart = useSession().may('jobs:run');
  const start = (): void => setOpened('job');
  const close = (): void => setOpened(null);
  const draft = useMemo(() => ({ ...EMPTY_DRAFT, modelName: filter.model ?? null }), [filter.model]);
  useShortcuts(mayStart ? [{ keys: 'N', label: text.jobs.start, run: start }] : []);

  return (
    <>
      <PageHead
        title={text.jobs.title}
        intro={text.jobs.intro}
        aside={
          mayStart && (
            <Button leftSection={<PlusIcon size={18} />} onClick={start}>
              {text.jobs.start}
            </Button>
          )
        }
      />
      <JobFilters filter={filter} onChange={(next) => window.history.replaceState(null, '', addressOf.jobs(next))} />
      <DataView data={data}>
        {({ items, nextCursor }) =>
          items.length === 0 ? (
            <NoJobs filtered={addressOf.jobs(filter) !== addressOf.jobs()} onStart={mayStart ? start : null} />
          ) : (
            <>
              <ul className={rows['list']}>
                {items.map((job) => (
                  <JobRow key={job.id} job={job} />
                ))}
              </ul>
              {nextCursor !== null && (
                <div className={classes['more']}>
                  <Button variant="default" onClick={() => setPages(String(pages + 1))}>
                    {text.general.more}
                  </Button>
                </div>
              )}
            </>
          )
        }
      </DataView>
      <NewJobDrawer
        initial={mayStart && opened !== null ? draft : null}
        onClose={close}
        onCreated={({ id }) => router.push(addressOf.job(id))}
      />
    </>
  );
}

interface JobFiltersProps {
  readonly filter: JobsFilter;
  readonly onChange: (filter: JobsFilter) => void;
}

function JobFilters({ filter, onChange }: JobFiltersProps) {
  const text = useText();
  const { state } = useData({ key: 'models', load: fetchModels, watch: { tables: ['model'] } });
  const models = state.kind === 'ready' ? state.value.map(({ name }) => name) : [];
  const first = useRef<HTMLSelectElement>(null);
  useShortcuts([{ keys: '/', label: text.jobs.toFilter, run: () => first.current?.focus() }]);
  const select = (name: keyof JobsFilter, label: string, options: readonly { value: string; label: string }[]) => ({
    'aria-label': label,
    value: filter[name] ?? '',
    data: [{ value: '', label }, ...options],
    onChange: ({ currentTarget: { value } }: { readonly currentTarget: { readonly value: string } }) => {
      const { [name]: _before, ...rest } = filter;
      onChange(value === '' ? rest : { ...rest, [name]: value });
    },
  });
  const known = filter.model === undefined || models.includes(filter.model) ? models : [filter.model, ...models];
  return (
    <div className={classes['filters']}>
      <NativeSelect
        ref={first}
        {...select(
          'status',
          text.jobs.everyStatus,
          jobStatusNames.map((value) => ({ value, label: text.general.jobStatus[value] })),
        )}
      />
      <NativeSelect
        {...select(
          'kind',
          text.jobs.everyKind,
          jobKindNames.map((value) => ({ value, label: text.general.jobKind[value] })),
        )}
      />
      <NativeSelect
        {...select(
          'model',
          text.jobs.everyModel,
          known.map((value) => ({ value, label: value })),
        )}
      />
    </div>
  );
}

interface NoJobsProps {
  readonly filtered: boolean;
  /** Null if the person may not start one. */
  readonly onStart: (() => void) | null;
}

function NoJobs({ filtered, onStart }: NoJobsProps) {
  const text = useText().jobs;
  return (
    <StateMessage
      kind="empty"
      icon={<JobsIcon size={26} />}
      title={filtered ? text.emptyFilterTitle : text.emptyTitle}
      actions={
        filtered ? (
          <Button variant="default" onClick={() => window.history.replaceState(null, '', addressOf.jobs())}>
            {text.clearFilters}
          </Button>
        ) : (
          onStart !== null && <Button onClick={onStart}>{text.start}</Button>
        )
      }
    >
      <p>{filtered ? text.emptyFilterBody : text.emptyBody}</p>
    </StateMessage>
  );
}
