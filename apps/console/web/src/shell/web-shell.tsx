'use client';

import {
  AlertIcon,
  AppShell,
  DatasetIcon,
  DriftIcon,
  JobsIcon,
  LiveStatus,
  ModelIcon,
  OverviewIcon,
  ScheduleIcon,
  StreamsIcon,
  UiProvider,
} from '@lintel/ui';
import Link from 'next/link';
import { usePathname, useRouter } from 'next/navigation';
import { type ReactNode } from 'react';
import { useText } from '../language/text';
import { OpenAlerts } from './open-alerts';
import { LiveProvider, useLiveChanges } from '../live/live-provider';

/** Everything around a page. */
export function WebShell({ children }: { readonly children: ReactNode }) {
  return (
    <UiProvider>
      <LiveProvider>
        <Frame>{children}</Frame>
      </LiveProvider>
    </UiProvider>
  );
}

/** Pages that stand in no menu, and the one that they belong to. */
const WITHIN: Readonly<Record<string, string>> = { '/version/': '/models/', '/compare/': '/models/' };

function Frame({ children }: { readonly children: ReactNode }) {
  const text = useText();
  const router = useRouter();
  const { state } = useLiveChanges();
  const path = usePathname();
  const current = path.endsWith('/') ? path : `${path}/`;
  return (
    <AppShell
      product={text.general.product}
      pages={[
        { href: '/', label: text.overview.title, icon: OverviewIcon },
        { href: '/jobs/', label: text.jobs.title, icon: JobsIcon },
        { href: '/models/', label: text.models.title, icon: ModelIcon },
        { href: '/alerts/', label: text.alerts.title, icon: AlertIcon, mark: <OpenAlerts /> },
        { href: '/schedules/', label: text.schedules.title, icon: ScheduleIcon },
        { href: '/datasets/', label: text.datasets.title, icon: DatasetIcon },
        { href: '/drift/', label: text.drift.title, icon: DriftIcon },
        { href: '/streams/', label: text.streams.title, icon: StreamsIcon },
      ]}
      current={WITHIN[current] ?? current}
      link={Link}
      navigate={(href) => router.push(href)}
      status={<LiveStatus state={state} label={text.general.live} />}
    >
      {children}
    </AppShell>
  );
}
