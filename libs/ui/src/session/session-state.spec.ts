import { type Session } from '@lintel/contracts';
import { reduceSession, type SessionEvent, type SessionState } from './session-state';

const session = (id: string, mustChangePassword = false): Session => ({
  identity: { kind: 'person', id, name: id, grants: [], scopes: null },
  signInName: id,
  mustChangePassword,
  expiresAt: null,
});
const found = (id: string, mustChange = false): SessionEvent => ({ type: 'found', session: session(id, mustChange) });
const after = (...events: SessionEvent[]): SessionState =>
  events.reduce<SessionState>(reduceSession, { kind: 'loading' });
const MISSING: SessionEvent = { type: 'missing' };
const AWAY: SessionEvent = { type: 'failed', trouble: { reason: 'away' } };

describe('the session of a page', () => {
  it('lets only the signed-in person in', () => {
    expect(after(found('ada'))).toMatchObject({ kind: 'signed-in', interruption: null });
    expect(after(MISSING)).toEqual({ kind: 'signed-out' });
    expect(after(AWAY).kind).toBe('unknown');
    expect(after(AWAY, { type: 'asked-again' }, found('ada')).kind).toBe('signed-in');
  });

  it('that ends leaves the page in place', () => {
    expect(after(found('ada'), MISSING)).toMatchObject({ kind: 'signed-in', interruption: 'sign-in' });
    expect(after(found('ada'), MISSING, found('ada'))).toMatchObject({ kind: 'signed-in', interruption: null });
  });

  it("that was put off is asked for again only by a person's action", () => {
    const putOff: SessionEvent[] = [found('ada'), MISSING, { type: 'put-off' }];
    expect(after(...putOff, MISSING)).toMatchObject({ interruption: 'put-off' });
    expect(after(...putOff, { type: 'wanted' })).toMatchObject({ interruption: 'sign-in' });
  });

  it('shows nothing before a password that was given out is changed, and asks above the page if one is shown', () => {
    expect(after(found('ada', true)).kind).toBe('must-change');
    expect(after(found('ada', true), found('ada')).kind).toBe('signed-in');
    expect(after(found('ada'), found('ada', true))).toMatchObject({
      kind: 'signed-in',
      interruption: 'change-password',
    });
    expect(after(found('ada'), found('grace', true)).kind).toBe('must-change');
  });

  it('is not lost with the server, but by signing out', () => {
    expect(after(found('ada'), AWAY)).toMatchObject({ kind: 'signed-in', interruption: null });
    expect(after(found('ada'), { type: 'left' })).toEqual({ kind: 'signed-out' });
  });
});
