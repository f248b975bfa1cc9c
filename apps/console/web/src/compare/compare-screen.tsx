'use client';

import { PageHead } from '@lintel/ui';
import { useText } from '../language/text';

export function CompareScreen() {
  const text = useText().compare;
  return <PageHead title={text.title} intro={text.intro} />;
}
