import { Suspense } from 'react';
import { CheckFallback, CheckScreen } from '../../check/check-screen';

export default function Page() {
  return (
    <Suspense fallback={<CheckFallback />}>
      <CheckScreen />
    </Suspense>
  );
}
