import { randomBytes } from 'node:crypto';
import { decrypt, encrypt } from './authenticated-cipher';
import { DataKeys, readDataKeys } from './data-keys';

const base64 = (): string => randomBytes(32).toString('base64');

describe('what is encrypted', () => {
  it('is AES-256-GCM: a published vector opens', () => {
    // NIST CAVP gcmEncryptExtIV256, key and IV of zeros, 16 bytes of zeros (test case 14 of McGrew and Viega).
    const vector = Buffer.from(
      `${'00'.repeat(12)}d0d1c8a799996bf0265b98b5d48ab919cea7403d4d606b6e074ec5d3baf39d18`,
      'hex',
    );
    expect(decrypt(Buffer.alloc(32), '', vector)).toEqual(Buffer.alloc(16));
  });

  it('never looks the same twice, and opens with its key, at its place, unchanged, alone', () => {
    const key = randomBytes(32);
    const plain = Buffer.from('a name');
    const [one, other] = [encrypt(key, 'shop/name', plain), encrypt(key, 'shop/name', plain)];
    expect(one).not.toEqual(other);
    expect(decrypt(key, 'shop/name', one)).toEqual(plain);
    expect(() => decrypt(key, 'shop/note', one)).toThrow();
    expect(() => decrypt(randomBytes(32), 'shop/name', one)).toThrow();
    for (let at = 0; at < one.length; at++) {
      const changed = Buffer.from(one);
      changed[at]! ^= 1;
      expect(() => decrypt(key, 'shop/name', changed)).toThrow();
    }
    expect(() => decrypt(key, 'shop/name', one.subarray(0, 20))).toThrow('too short');
  });
});

describe('the master keys', () => {
  it('unwrap what they wrapped, also when another is the current one now', () => {
    const [first, second] = [base64(), base64()];
    const key = randomBytes(32);
    const wrapped = readDataKeys(first).wrap('k1', key);
    expect(readDataKeys(second, first).unwrap('k1', wrapped)).toEqual(key);
    expect(() => readDataKeys(second).unwrap('k1', wrapped)).toThrow(/sealed with a master key that is not configured/);
    expect(() => readDataKeys(first).unwrap('k2', wrapped)).toThrow(/is damaged/);
  });

  it.each(['', 'short', randomBytes(31).toString('base64'), `${'*'.repeat(43)}=`])(
    'are 32 bytes: %p is refused',
    (text) => {
      expect(() => readDataKeys(text)).toThrow(/DATA_KEY is not a valid key/);
      expect(() => readDataKeys(base64(), text === '' ? 'x' : text)).toThrow(/DATA_KEYS_OLD is not a valid key/);
    },
  );

  it('are told apart by ids that do not show them', () => {
    const key = randomBytes(32);
    const { currentId } = new DataKeys(key);
    expect(currentId).toMatch(/^[0-9a-f]{16}$/);
    expect(new DataKeys(key).currentId).toBe(currentId);
    expect(key.toString('hex')).not.toContain(currentId);
  });
});
