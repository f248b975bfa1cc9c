import { AttemptSeal } from './attempt-seal';

const ATTEMPT = { state: 's', nonce: 'n', verifier: 'v', returnTo: '/jobs/' };

describe('the seal of a sign-in attempt', () => {
  it('holds in every replica with the same secret, and in no other', () => {
    const cookie = new AttemptSeal('secret', 1_000).close(ATTEMPT);
    expect(new AttemptSeal('secret', 1_000).open(cookie)).toEqual(ATTEMPT);
    expect(new AttemptSeal('other', 1_000).open(cookie)).toBeUndefined();
    expect(new AttemptSeal(undefined, 1_000).open(cookie)).toBeUndefined();
  });

  it('breaks when anything is changed, and opens nothing that was never sealed', () => {
    const seal = new AttemptSeal('secret', 1_000);
    const [text = '', signature = ''] = seal.close(ATTEMPT).split('.');
    const planted = Buffer.from(JSON.stringify({ attempt: { ...ATTEMPT, returnTo: '/.//host' }, until: 9e15 }));
    for (const cookie of [undefined, '', '.', text, `${text}.`, `${planted.toString('base64url')}.${signature}`]) {
      expect(seal.open(cookie)).toBeUndefined();
    }
  });

  it('expires', () => {
    let now = 0;
    const seal = new AttemptSeal('secret', 1_000, () => now);
    const cookie = seal.close(ATTEMPT);
    now = 999;
    expect(seal.open(cookie)).toEqual(ATTEMPT);
    now = 1_000;
    expect(seal.open(cookie)).toBeUndefined();
  });
});
