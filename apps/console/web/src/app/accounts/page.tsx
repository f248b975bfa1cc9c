import { Suspense } from 'react';
import { AccountsScreen } from '../../accounts/accounts-screen';
import { PageFallback } from '../../shell/page-fallback';

export default function Page() {
  return (
    <Suspense fallback={<PageFallback page="accounts" />}>
      <AccountsScreen />
    </Suspense>
  );
}
