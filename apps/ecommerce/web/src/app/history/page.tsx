import { Suspense } from 'react';
import { HistoryFallback, HistoryScreen } from '../../history/history-screen';

export default function Page() {
  return (
    <Suspense fallback={<HistoryFallback />}>
      <HistoryScreen />
    </Suspense>
  );
}
