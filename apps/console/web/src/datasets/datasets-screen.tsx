'use client';

import { PageHead } from '@lintel/ui';
import { useText } from '../language/text';

export function DatasetsScreen() {
  const text = useText().datasets;
  return <PageHead title={text.title} intro={text.intro} />;
}
