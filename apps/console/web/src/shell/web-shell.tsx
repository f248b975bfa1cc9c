'use client';

import {
  AlertIcon,
  AppShell,
  DatasetIcon,
  DriftIcon,
  FocusKeeper,
  JobsIcon,
  LiveStatus,
  ModelIcon,
  NoRole,
  OverviewIcon,
  ScheduleIcon,
  StreamsIcon,
  UiProvider,
  useSession,
  type ShellPage,
} from '@lintel/ui';
import Link from 'next/link';
import { usePathname, useRouter } from 'next/navigation';
import { type ReactNode } from 'react';
import { AdministrationIcon } from '../administration/administration-icon';
import { useAdministrationPages } from '../administration/administration-pages';
import { WaitingApprovals } from '../approvals/waiting-approvals';
import { useText } from '../language/text';
import { OpenAlerts } from './open-alerts';
import { LiveProvider, useLiveChanges } from '../live/live-provider';
import { ModelWordsProvider } from '../models/model-words';

/** Everything around a page. */
export function WebShell({ children }: { readonly children: ReactNode }) {
  return (
    <UiProvider>
      <LiveProvider>
        <ModelWordsProvider>
          <Frame>{children}</Frame>
        </ModelWordsProvider>
      </LiveProvider>
    </UiProvider>
  );
}

/** Pages that are not in the menu, and the menu entry they belong to. */
const WITHIN: Readonly<Record<string, string>> = { '/version/': '/models/', '/compare/': '/models/' };

function Frame({ children }: { readonly children: ReactNode }) {
  const text = useText();
  const router = useRouter();
  const { state } = useLiveChanges();
  const path = usePathname();
  const current = path.endsWith('/') ? path : `${path}/`;
  const { may, identity } = useSession();
  const administration = useAdministrationPages();
  const [firstOfAdministration] = administration;
  const above = administration.some(({ href }) => href === current) ? firstOfAdministration?.href : WITHIN[current];
  const pages: ShellPage[] = [
    { href: '/', label: text.overview.title, icon: OverviewIcon },
    ...(may('jobs:read') ? [{ href: '/jobs/', label: text.jobs.title, icon: JobsIcon }] : []),
    ...(may('models:read') ? [{ href: '/models/', label: text.models.title, icon: ModelIcon }] : []),
    ...(may('alerts:read')
      ? [{ href: '/alerts/', label: text.alerts.title, icon: AlertIcon, mark: <OpenAlerts /> }]
      : []),
    ...(may('jobs:read') ? [{ href: '/schedules/', label: text.schedules.title, icon: ScheduleIcon }] : []),
    ...(may('models:read')
      ? [
          { href: '/datasets/', label: text.datasets.title, icon: DatasetIcon },
          { href: '/drift/', label: text.drift.title, icon: DriftIcon },
        ]
      : []),
    ...(may('streams:read') ? [{ href: '/streams/', label: text.streams.title, icon: StreamsIcon }] : []),
    ...(firstOfAdministration === undefined
      ? []
      : [
          {
            href: firstOfAdministration.href,
            label: text.general.administration,
            icon: AdministrationIcon,
            mark: <WaitingApprovals />,
          },
        ]),
  ];
  return (
    <AppShell
      product={text.general.product}
      pages={pages}
      current={above ?? current}
      link={Link}
      navigate={(href) => router.push(href)}
      status={<LiveStatus state={state} label={text.general.live} />}
    >
      {identity.grants.length === 0 ? <NoRole /> : <FocusKeeper>{children}</FocusKeeper>}
    </AppShell>
  );
}
