import { Suspense } from 'react';
import { JobsScreen } from '../../jobs/jobs-screen';
import { PageFallback } from '../../shell/page-fallback';

export default function Page() {
  return (
    <Suspense fallback={<PageFallback page="jobs" />}>
      <JobsScreen />
    </Suspense>
  );
}
