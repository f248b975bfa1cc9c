import { Suspense } from 'react';
import { StreamsScreen } from '../../streams/streams-screen';
import { PageFallback } from '../../shell/page-fallback';

export default function Page() {
  return (
    <Suspense fallback={<PageFallback page="streams" />}>
      <StreamsScreen />
    </Suspense>
  );
}
