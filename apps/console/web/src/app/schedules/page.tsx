import { Suspense } from 'react';
import { SchedulesScreen } from '../../schedules/schedules-screen';
import { PageFallback } from '../../shell/page-fallback';

export default function Page() {
  return (
    <Suspense fallback={<PageFallback page="schedules" />}>
      <SchedulesScreen />
    </Suspense>
  );
}
