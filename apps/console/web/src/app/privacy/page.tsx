import { Suspense } from 'react';
import { PrivacyScreen } from '../../privacy/privacy-screen';
import { PageFallback } from '../../shell/page-fallback';

export default function Page() {
  return (
    <Suspense fallback={<PageFallback page="privacy" />}>
      <PrivacyScreen />
    </Suspense>
  );
}
