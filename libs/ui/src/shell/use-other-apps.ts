import { useEffect, useState } from 'react';
import { request } from '../request/request';

/** Another app of Lintel, if its address is configured. */
export interface OtherApp {
  readonly app: string;
  readonly url: string;
}

/** The apps whose addresses the server knows; empty until they are loaded, or if they can't be. */
export function useOtherApps(): readonly OtherApp[] {
  const [apps, setApps] = useState<readonly OtherApp[]>([]);
  useEffect(() => {
    const cancellation = new AbortController();
    request<{ readonly apps: readonly OtherApp[] }>('/v1/apps', { signal: cancellation.signal }).then(
      ({ apps: found }) => setApps(found),
      () => undefined,
    );
    return () => cancellation.abort();
  }, []);
  return apps;
}
