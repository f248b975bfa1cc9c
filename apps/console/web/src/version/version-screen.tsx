'use client';

import { PageHead } from '@lintel/ui';
import { useText } from '../language/text';

export function VersionScreen() {
  const text = useText().version;
  return <PageHead title={text.title} intro={text.intro} />;
}
