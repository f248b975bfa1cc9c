'use client';

import {
  AppShell,
  EyeIcon,
  HistoryIcon,
  ModelIcon,
  RecogniseIcon,
  TrashIcon,
  UiProvider,
  type ShellPage,
} from '@lintel/ui';
import Link from 'next/link';
import { usePathname, useRouter } from 'next/navigation';
import { type ReactNode } from 'react';
import { useMay } from '../access/use-may';
import { LeftToCheck } from '../check/left-to-check';
import { useText } from '../language/text';
import { ModelProvider } from '../model/model-provider';
import { ModelStatus } from '../model/model-status';
import { UploadsProvider } from '../recognise/uploads-provider';

/** Everything around a page. The uploads are here, so that they continue while another page is shown. */
export function WebShell({ children }: { readonly children: ReactNode }) {
  return (
    <UiProvider>
      <ModelProvider>
        <UploadsProvider>
          <Frame>{children}</Frame>
        </UploadsProvider>
      </ModelProvider>
    </UiProvider>
  );
}

function Frame({ children }: { readonly children: ReactNode }) {
  const text = useText();
  const router = useRouter();
  const path = usePathname();
  const may = useMay();
  const pages: ShellPage[] = [
    { href: '/', label: text.pages.recognise, icon: RecogniseIcon },
    { href: '/history/', label: text.pages.history, icon: HistoryIcon },
    { href: '/model/', label: text.pages.model, icon: ModelIcon },
    ...(may('verdicts:give')
      ? [{ href: '/check/', label: text.pages.check, icon: EyeIcon, mark: <LeftToCheck /> }]
      : []),
    ...(may('predictions:delete') ? [{ href: '/bin/', label: text.pages.bin, icon: TrashIcon }] : []),
  ];
  return (
    <AppShell
      product={text.product}
      pages={pages}
      current={path.endsWith('/') ? path : `${path}/`}
      link={Link}
      navigate={(href) => router.push(href)}
      status={<ModelStatus />}
    >
      {children}
    </AppShell>
  );
}
