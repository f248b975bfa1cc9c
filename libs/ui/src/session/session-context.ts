import { type Identity, type Permission } from '@lintel/contracts';
import { createContext, use } from 'react';

/** The person who is signed in. There always is one while a page is shown. */
export interface SignedIn {
  readonly identity: Identity;
  /** Null if they sign in at an identity provider instead. */
  readonly signInName: string | null;
  /**
   * Whether the person may do something. The api enforces this itself; checking here only avoids refusals.
   * @param vertical default: anywhere
   */
  readonly may: (permission: Permission, vertical?: string) => boolean;
  readonly signOut: () => Promise<void>;
  /** Resolves once the password is changed. @throws RequestFailed if the api refuses */
  readonly changePassword: (current: string, next: string) => Promise<void>;
}

export const SessionContext = createContext<SignedIn | null>(null);

export function useSession(): SignedIn {
  const session = use(SessionContext);
  if (session === null) throw new Error('useSession needs a UiProvider above it.');
  return session;
}
