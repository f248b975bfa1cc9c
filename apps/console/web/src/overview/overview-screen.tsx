'use client';

import { PageHead } from '@lintel/ui';
import { useText } from '../language/text';

export function OverviewScreen() {
  const text = useText().overview;
  return <PageHead title={text.title} intro={text.intro} />;
}
