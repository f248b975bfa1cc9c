'use client';

import { AppShell, HistoryIcon, ModelIcon, RecogniseIcon, UiProvider } from '@lintel/ui';
import Link from 'next/link';
import { usePathname, useRouter } from 'next/navigation';
import { type ReactNode } from 'react';
import { useText } from '../language/text';
import { ModelProvider } from '../model/model-provider';
import { ModelStatus } from '../model/model-status';
import { UploadsProvider } from '../recognise/uploads-provider';

/** Everything around a page. The uploads live here, so that they go on while another page is shown. */
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
  return (
    <AppShell
      product={text.product}
      pages={[
        { href: '/', label: text.pages.recognise, icon: RecogniseIcon },
        { href: '/history/', label: text.pages.history, icon: HistoryIcon },
        { href: '/model/', label: text.pages.model, icon: ModelIcon },
      ]}
      current={path.endsWith('/') ? path : `${path}/`}
      link={Link}
      navigate={(href) => router.push(href)}
      status={<ModelStatus />}
    >
      {children}
    </AppShell>
  );
}
