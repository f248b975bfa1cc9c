import argon2 from '@node-rs/argon2';
import { Passwords } from './passwords';

const CHEAP = { memoryCost: 64, timeCost: 1, parallelism: 1 };

describe('a password', () => {
  it('is hashed with argon2id and the parameters of OWASP, never twice alike', async () => {
    const passwords = new Passwords();
    const [one, other] = await Promise.all([passwords.hash('correct horse'), passwords.hash('correct horse')]);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(one).not.toBe(other);
    expect(await passwords.isRight(one, 'correct horse')).toBe(true);
    expect(await passwords.isRight(one, 'correct horse ')).toBe(false);
  });

  it('is never right without a hash, and takes the same time', async () => {
    const passwords = new Passwords(CHEAP);
    const verify = jest.spyOn(argon2, 'verify');
    expect(await passwords.isRight(null, 'anything')).toBe(false);
    expect(verify).toHaveBeenCalledTimes(1);
    expect(verify.mock.calls[0]![0]).toMatch(/^\$argon2id\$v=19\$m=64,t=1,p=1\$/);
    verify.mockRestore();
  });

  it('must be rehashed if it was hashed with a lower cost than the current one', async () => {
    const weak = await new Passwords(CHEAP).hash('correct horse');
    expect(new Passwords().isWeak(weak)).toBe(true);
    expect(new Passwords(CHEAP).isWeak(weak)).toBe(false);
    expect(new Passwords({ ...CHEAP, memoryCost: 32 }).isWeak(weak)).toBe(false);
  });
});
