import { Suspense } from 'react';
import { ApprovalsScreen } from '../../approvals/approvals-screen';
import { PageFallback } from '../../shell/page-fallback';

export default function Page() {
  return (
    <Suspense fallback={<PageFallback page="approvals" />}>
      <ApprovalsScreen />
    </Suspense>
  );
}
