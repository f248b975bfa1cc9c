'use client';

import { PageHead, useShortcuts } from '@lintel/ui';
import { SegmentedControl } from '@mantine/core';
import { useSearchParams } from 'next/navigation';
import { useRef } from 'react';
import { addressOf } from '../addresses';
import { AdministrationTabs } from '../administration/administration-tabs';
import { useText } from '../language/text';
import { ApiKeys } from './api-keys';
import { People } from './people';

/** People, or the keys of machines, depending on the address. */
export function AccountsScreen() {
  const text = useText().accounts;
  const shown = useSearchParams().get('show') === 'keys' ? 'keys' : 'people';
  const choice = useRef<HTMLDivElement>(null);
  useShortcuts([
    {
      keys: '/',
      label: text.show,
      run: () => choice.current?.querySelector<HTMLElement>('input:checked')?.focus(),
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
            ref={choice}
            aria-label={text.show}
            value={shown}
            onChange={(value) =>
              window.history.replaceState(null, '', addressOf.accounts(value === 'keys' ? 'keys' : undefined))
            }
            data={[
              { value: 'people', label: text.people },
              { value: 'keys', label: text.keys },
            ]}
          />
        }
      />
      {shown === 'keys' ? <ApiKeys /> : <People />}
    </>
  );
}
