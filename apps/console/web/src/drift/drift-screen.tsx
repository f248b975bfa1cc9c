'use client';

import { PageHead } from '@lintel/ui';
import { useText } from '../language/text';

export function DriftScreen() {
  const text = useText().drift;
  return <PageHead title={text.title} intro={text.intro} />;
}
