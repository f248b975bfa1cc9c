import { Suspense } from 'react';
import { DriftScreen } from '../../drift/drift-screen';
import { PageFallback } from '../../shell/page-fallback';

export default function Page() {
  return (
    <Suspense fallback={<PageFallback page="drift" />}>
      <DriftScreen />
    </Suspense>
  );
}
