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

  it('is right for nobody where there is no hash, and as much work is done for that', async () => {
    const passwords = new Passwords(CHEAP);
    const verify = jest.spyOn(argon2, 'verify');
    expect(await passwords.isRight(null, 'anything')).toBe(false);
    expect(verify).toHaveBeenCalledTimes(1);
    expect(verify.mock.calls[0]![0]).toMatch(/^\$argon2id\$v=19\$m=64,t=1,p=1\$/);
    verify.mockRestore();
  });

  it('is to be hashed anew where it was hashed with less work than is asked for now', async () => {
    const weak = await new Passwords(CHEAP).hash('correct horse');
    expect(new Passwords().isWeak(weak)).toBe(true);
    expect(new Passwords(CHEAP).isWeak(weak)).toBe(false);
    expect(new Passwords({ ...CHEAP, memoryCost: 32 }).isWeak(weak)).toBe(false);
  });
});
