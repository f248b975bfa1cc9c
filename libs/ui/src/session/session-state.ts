import { type Session } from '@lintel/contracts';
import { type Trouble } from '../request/trouble';

/**
 * What lies above the page of a person whom the api has refused:
 * - `sign-in`: the session has ended.
 * - `put-off`: the same, and the person goes on reading.
 * - `change-password`: somebody has given out a new one.
 */
export type Interruption = 'sign-in' | 'put-off' | 'change-password';

export type SessionState =
  | { readonly kind: 'loading' }
  /** Nobody could say whether somebody is signed in. */
  | { readonly kind: 'unknown'; readonly trouble: Trouble }
  | { readonly kind: 'signed-out' }
  /** Signed in, and nothing else may be done before the password is another one. */
  | { readonly kind: 'must-change'; readonly session: Session }
  | { readonly kind: 'signed-in'; readonly session: Session; readonly interruption: Interruption | null };

export type SessionEvent =
  /** The api said who is signed in. */
  | { readonly type: 'found'; readonly session: Session }
  /** The api said that nobody is. */
  | { readonly type: 'missing' }
  | { readonly type: 'failed'; readonly trouble: Trouble }
  | { readonly type: 'asked-again' }
  /** Here or in another tab somebody chose to leave. */
  | { readonly type: 'left' }
  | { readonly type: 'put-off' }
  /** Something that a person wants done needs the session that was put off. */
  | { readonly type: 'wanted' };

export function reduceSession(state: SessionState, event: SessionEvent): SessionState {
  switch (event.type) {
    case 'found':
      return found(state, event.session);
    case 'missing':
      // What was typed on the page must not be lost: the page stays, and the question comes above it.
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

/** What was put off stays so. */
function interrupted(state: SessionState & { kind: 'signed-in' }, by: Interruption): SessionState {
  return state.interruption === 'put-off' ? state : { ...state, interruption: by };
}
