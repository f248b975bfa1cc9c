import { Suspense } from 'react';
import { AlertsScreen } from '../../alerts/alerts-screen';
import { PageFallback } from '../../shell/page-fallback';

export default function Page() {
  return (
    <Suspense fallback={<PageFallback page="alerts" />}>
      <AlertsScreen />
    </Suspense>
  );
}
