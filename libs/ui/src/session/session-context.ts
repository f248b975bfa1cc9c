import { type Identity, type Permission } from '@lintel/contracts';
import { createContext, use } from 'react';

/** Who is signed in. There always is somebody where a page is shown. */
export interface SignedIn {
  readonly identity: Identity;
  /** Null where they do not sign in here, but at an identity provider. */
  readonly signInName: string | null;
  /**
   * Whether the person may do something. The api judges by itself: this only spares people a refusal.
   * @param vertical default: anywhere
   */
  readonly may: (permission: Permission, vertical?: string) => boolean;
  readonly signOut: () => Promise<void>;
  /** Resolves once the password is another one. @throws RequestFailed where the api refuses */
  readonly changePassword: (current: string, next: string) => Promise<void>;
}

export const SessionContext = createContext<SignedIn | null>(null);

export function useSession(): SignedIn {
  const session = use(SessionContext);
  if (session === null) throw new Error('useSession needs a UiProvider above it.');
  return session;
}
