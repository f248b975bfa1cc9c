import { SIGN_IN_NAME } from '@lintel/contracts';

export interface SignInFaults {
  readonly name?: 'nameMissing' | 'nameInvalid';
  readonly password?: 'passwordMissing';
}

/** Validation that needs no request. */
export function checkSignIn(name: string, password: string): SignInFaults {
  const written = name.trim().toLowerCase();
  const nameFault = written === '' ? 'nameMissing' : SIGN_IN_NAME.test(written) ? null : 'nameInvalid';
  return {
    ...(nameFault === null ? {} : { name: nameFault }),
    ...(password === '' ? { password: 'passwordMissing' } : {}),
  };
}
