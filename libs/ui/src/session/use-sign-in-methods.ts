import { type SignInMethods } from '@lintel/contracts';
import { useEffect, useState } from 'react';
import { fetchSignInMethods } from './session-api';

/** Used until the api has answered, or if it doesn't: most installations have passwords. */
const USUAL: SignInMethods = { password: true, oidc: null };

/** The ways to sign in here. */
export function useSignInMethods(): SignInMethods {
  const [methods, setMethods] = useState(USUAL);
  useEffect(() => {
    const cancellation = new AbortController();
    fetchSignInMethods(cancellation.signal).then(setMethods, () => undefined);
    return () => cancellation.abort();
  }, []);
  return methods;
}
