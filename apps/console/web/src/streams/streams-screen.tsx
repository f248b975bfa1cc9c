'use client';

import { PageHead } from '@lintel/ui';
import { useText } from '../language/text';

export function StreamsScreen() {
  const text = useText().streams;
  return <PageHead title={text.title} intro={text.intro} />;
}
