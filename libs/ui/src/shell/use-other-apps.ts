import { useEffect, useState } from 'react';
import { request } from '../request/request';

/** Another app of Lintel, where its address is configured. */
export interface OtherApp {
  readonly app: string;
  readonly url: string;
}

/** The apps that the server knows the addresses of; none while they are not known, and where they can't be had. */
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
