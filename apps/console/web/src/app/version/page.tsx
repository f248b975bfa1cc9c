import { Suspense } from 'react';
import { VersionScreen } from '../../version/version-screen';
import { PageFallback } from '../../shell/page-fallback';

export default function Page() {
  return (
    <Suspense fallback={<PageFallback page="version" />}>
      <VersionScreen />
    </Suspense>
  );
}
