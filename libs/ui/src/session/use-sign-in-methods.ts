import { type SignInMethods } from '@lintel/contracts';
import { useEffect, useState } from 'react';
import { fetchSignInMethods } from './session-api';

/** Until the api has answered, or where it doesn't: most have passwords. */
const USUAL: SignInMethods = { password: true, oidc: null };

/** How one may sign in here. */
export function useSignInMethods(): SignInMethods {
  const [methods, setMethods] = useState(USUAL);
  useEffect(() => {
    const cancellation = new AbortController();
    fetchSignInMethods(cancellation.signal).then(setMethods, () => undefined);
    return () => cancellation.abort();
  }, []);
  return methods;
}
