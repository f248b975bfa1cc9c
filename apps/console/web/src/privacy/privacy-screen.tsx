'use client';

import { type Erasure } from '@lintel/contracts';
import { PageHead } from '@lintel/ui';
import { AdministrationTabs } from '../administration/administration-tabs';
import { useText } from '../language/text';
import { useData } from '../live/use-data';
import { Erasures } from './erasures';
import { fetchErasures } from './privacy-api';
import { SubjectLookup } from './subject-lookup';

/** An erasure takes seconds. */
const LOOK_EVERY_MS = 5_000;
const NONE: readonly Erasure[] = [];

export function PrivacyScreen() {
  const text = useText().privacy;
  const erasures = useData({
    key: 'erasures',
    load: fetchErasures,
    watch: { tables: ['erasure'] },
    everyMs: LOOK_EVERY_MS,
  });
  return (
    <>
      <PageHead title={text.title} intro={text.intro} above={<AdministrationTabs />} />
      <SubjectLookup
        erasures={erasures.state.kind === 'ready' ? erasures.state.value : NONE}
        onErased={erasures.refresh}
      />
      <Erasures data={erasures} />
    </>
  );
}
