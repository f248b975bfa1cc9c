import { keyState } from './key-state';

const NOW = Date.parse('2026-05-06T07:08:09.000Z');

it.each([
  ['active', null, null],
  ['active', null, '2026-05-06T07:08:10.000Z'],
  ['expired', null, '2026-05-06T07:08:09.000Z'],
  ['revoked', '2026-05-01T00:00:00.000Z', '2026-05-02T00:00:00.000Z'],
])('a key is %s', (state, revokedAt, expiresAt) => {
  expect(keyState({ revokedAt, expiresAt }, NOW)).toBe(state);
});
