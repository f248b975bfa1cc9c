import { Suspense } from 'react';
import { DatasetsScreen } from '../../datasets/datasets-screen';
import { PageFallback } from '../../shell/page-fallback';

export default function Page() {
  return (
    <Suspense fallback={<PageFallback page="datasets" />}>
      <DatasetsScreen />
    </Suspense>
  );
}
