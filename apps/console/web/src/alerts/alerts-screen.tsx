'use client';

import { PageHead } from '@lintel/ui';
import { useText } from '../language/text';

export function AlertsScreen() {
  const text = useText().alerts;
  return <PageHead title={text.title} intro={text.intro} />;
}
