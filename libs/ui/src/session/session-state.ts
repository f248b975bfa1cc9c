import { type Session } from '@lintel/contracts';
import { type Trouble } from '../request/trouble';

/**
 * Shown above the page after the api refused a request:
 * - `sign-in`: the session has ended.
 * - `put-off`: the same, and the person continues reading.
 * - `change-password`: another person has given out a new password.
 */
export type Interruption = 'sign-in' | 'put-off' | 'change-password';

export type SessionState =
  | { readonly kind: 'loading' }
  /** It could not be determined who is signed in. */
  | { readonly kind: 'unknown'; readonly trouble: Trouble }
  | { readonly kind: 'signed-out' }
  /** Signed in, and the password must be changed before anything else. */
  | { readonly kind: 'must-change'; readonly session: Session }
  | { readonly kind: 'signed-in'; readonly session: Session; readonly interruption: Interruption | null };

export type SessionEvent =
  /** The api returned who is signed in. */
  | { readonly type: 'found'; readonly session: Session }
  /** The api answered that no one is signed in. */
  | { readonly type: 'missing' }
  | { readonly type: 'failed'; readonly trouble: Trouble }
  | { readonly type: 'asked-again' }
  /** The person signed out, here or in another tab. */
  | { readonly type: 'left' }
  | { readonly type: 'put-off' }
  /** An action needs the session that was put off. */
  | { readonly type: 'wanted' };

export function reduceSession(state: SessionState, event: SessionEvent): SessionState {
  switch (event.type) {
    case 'found':
      return found(state, event.session);
    case 'missing':
      // What was typed on the page must not be lost: the page stays, and the sign-in appears above it.
      return state.kind === 'signed-in' ? interrupted(state, 'sign-in') : { kind: 'signed-out' };
    case 'failed':
      return state.kind === 'loading' || state.kind === 'unknown' ? { kind: 'unknown', trouble: event.trouble } : state;
    case 'asked-again':
      return state.kind === 'unknown' ? { kind: 'loading' } : state;
    case 'left':
      return { kind: 'signed-out' };
    case 'put-off':
      return state.kind === 'signed-in' ? { ...state, interruption: 'put-off' } : state;
    case 'wanted':
      return state.kind === 'signed-in' && state.interruption === 'put-off'
        ? { ...state, interruption: 'sign-in' }
        : state;
  }
}

function found(state: SessionState, session: Session): SessionState {
  const same = state.kind === 'signed-in' && state.session.identity.id === session.identity.id;
  if (!session.mustChangePassword) return { kind: 'signed-in', session, interruption: null };
  return same ? { ...state, session, interruption: 'change-password' } : { kind: 'must-change', session };
}

/** A sign-in that was put off stays so. */
function interrupted(state: SessionState & { kind: 'signed-in' }, by: Interruption): SessionState {
  return state.interruption === 'put-off' ? state : { ...state, interruption: by };
}
