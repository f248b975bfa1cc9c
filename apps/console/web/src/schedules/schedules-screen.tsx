'use client';

import { PageHead } from '@lintel/ui';
import { useText } from '../language/text';

export function SchedulesScreen() {
  const text = useText().schedules;
  return <PageHead title={text.title} intro={text.intro} />;
}
