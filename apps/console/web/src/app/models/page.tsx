import { Suspense } from 'react';
import { ModelsScreen } from '../../models/models-screen';
import { PageFallback } from '../../shell/page-fallback';

export default function Page() {
  return (
    <Suspense fallback={<PageFallback page="models" />}>
      <ModelsScreen />
    </Suspense>
  );
}
