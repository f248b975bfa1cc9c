import { Suspense } from 'react';
import { CompareScreen } from '../../compare/compare-screen';
import { PageFallback } from '../../shell/page-fallback';

export default function Page() {
  return (
    <Suspense fallback={<PageFallback page="compare" />}>
      <CompareScreen />
    </Suspense>
  );
}
