'use client';

import { useSearchParams } from 'next/navigation';
import { DeadLetters } from './dead-letters';
import { StreamOverviewScreen } from './stream-overview-screen';

/** The whole stream, or the dead letters of the group in the address. */
export function StreamsScreen() {
  const group = useSearchParams().get('group');
  return group === null ? <StreamOverviewScreen /> : <DeadLetters key={group} group={group} />;
}
