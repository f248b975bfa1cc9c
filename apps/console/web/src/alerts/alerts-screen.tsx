'use client';

import { AlertIcon, PageHead, StateMessage, useShortcuts } from '@lintel/ui';
import { SegmentedControl } from '@mantine/core';
import { useSearchParams } from 'next/navigation';
import { useRef } from 'react';
import { useText } from '../language/text';
import { DataView } from '../live/data-view';
import { useData } from '../live/use-data';
import { AlertCard } from './alert-card';
import { fetchAlerts } from './alerts-api';
import classes from './alerts.module.css';

export function AlertsScreen() {
  const text = useText().alerts;
  const shown = useSearchParams().get('state') === 'all' ? 'all' : 'unresolved';
  const data = useData({
    key: shown,
    load: (signal) => fetchAlerts(shown, signal),
    watch: { tables: ['alert'] },
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
        aside={
          <SegmentedControl
            ref={filter}
            aria-label={text.show}
            value={shown}
            onChange={(value) =>
              window.history.replaceState(null, '', value === 'all' ? '/alerts/?state=all' : '/alerts/')
            }
            data={[
              { value: 'unresolved', label: text.unresolved },
              { value: 'all', label: text.all },
            ]}
          />
        }
      />
      <DataView data={data}>
        {(alerts) =>
          alerts.length === 0 ? (
            <StateMessage kind="empty" icon={<AlertIcon size={26} />} title={text.emptyTitle}>
              <p>{text.emptyBody}</p>
            </StateMessage>
          ) : (
            <ul className={classes['list']}>
              {alerts.map((alert) => (
                <AlertCard key={alert.id} alert={alert} onChanged={data.refresh} />
              ))}
            </ul>
          )
        }
      </DataView>
    </>
  );
}
