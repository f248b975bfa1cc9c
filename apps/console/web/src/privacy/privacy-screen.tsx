'use client';

import { PageHead } from '@lintel/ui';
import { AdministrationTabs } from '../administration/administration-tabs';
import { useText } from '../language/text';
import { useData } from '../live/use-data';
import { Erasures } from './erasures';
import { fetchErasures } from './privacy-api';
import { SubjectLookup } from './subject-lookup';

const LOOK_EVERY_MS = 15_000;

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
      <SubjectLookup onErased={erasures.refresh} />
      <Erasures data={erasures} />
    </>
  );
}
