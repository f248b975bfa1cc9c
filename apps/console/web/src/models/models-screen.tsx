'use client';

import { PageHead } from '@lintel/ui';
import { useText } from '../language/text';

export function ModelsScreen() {
  const text = useText().models;
  return <PageHead title={text.title} intro={text.intro} />;
}
