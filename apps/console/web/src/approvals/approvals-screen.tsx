'use client';

import { PageHead, StateMessage, useShortcuts } from '@lintel/ui';
import { SegmentedControl } from '@mantine/core';
import { useSearchParams } from 'next/navigation';
import { useRef } from 'react';
import { addressOf } from '../addresses';
import { AdministrationIcon } from '../administration/administration-icon';
import { AdministrationTabs } from '../administration/administration-tabs';
import { useText } from '../language/text';
import { DataView } from '../live/data-view';
import { useData } from '../live/use-data';
import { ApprovalCard } from './approval-card';
import { fetchApprovals } from './approvals-api';
import classes from './approvals.module.css';

const LOOK_EVERY_MS = 15_000;

export function ApprovalsScreen() {
  const text = useText().approvals;
  const shown = useSearchParams().get('state') === 'all' ? 'all' : 'waiting';
  const data = useData({
    key: shown,
    load: (signal) => fetchApprovals(shown, signal),
    watch: { tables: ['approval'] },
    everyMs: LOOK_EVERY_MS,
  });
  const filter = useRef<HTMLDivElement>(null);
  useShortcuts([
    {
      keys: '/',
      label: text.toFilter,
      run: () => filter.current?.querySelector<HTMLElement>('input:checked')?.focus(),
    },
  ]);
  return (
    <>
      <PageHead
        title={text.title}
        intro={text.intro}
        above={<AdministrationTabs />}
        aside={
          <SegmentedControl
            ref={filter}
            aria-label={text.show}
            value={shown}
            onChange={(value) =>
              window.history.replaceState(null, '', addressOf.approvals(value === 'all' ? 'all' : undefined))
            }
            data={[
              { value: 'waiting', label: text.waiting },
              { value: 'all', label: text.all },
            ]}
          />
        }
      />
      <DataView data={data}>
        {(approvals) =>
          approvals.length === 0 ? (
            <StateMessage kind="empty" icon={<AdministrationIcon size={26} />} title={text.emptyTitle}>
              <p>{text.emptyBody}</p>
            </StateMessage>
          ) : (
            <ul className={classes['list']}>
              {approvals.map((approval) => (
                <ApprovalCard key={approval.id} approval={approval} onChanged={data.refresh} />
              ))}
            </ul>
          )
        }
      </DataView>
    </>
  );
}
