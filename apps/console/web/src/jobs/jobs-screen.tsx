'use client';

import { PageHead } from '@lintel/ui';
import { useText } from '../language/text';

export function JobsScreen() {
  const text = useText().jobs;
  return <PageHead title={text.title} intro={text.intro} />;
}
