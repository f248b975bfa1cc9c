import { Suspense } from 'react';
import { AuditScreen } from '../../audit/audit-screen';
import { PageFallback } from '../../shell/page-fallback';

export default function Page() {
  return (
    <Suspense fallback={<PageFallback page="audit" />}>
      <AuditScreen />
    </Suspense>
  );
}
