import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signManifest, verifyManifest } from '@lintel/core-ml';
import { ensureSigningKeys } from './signing-keys';

it('the keys that sign models are created once, match, and are readable by their owner alone', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lintel-keys-'));
  try {
    const { privateKeyFile, publicKeyFile } = ensureSigningKeys(folder);
    expect(statSync(privateKeyFile).mode & 0o777).toBe(0o600);
    const [privateKey, publicKey] = [privateKeyFile, publicKeyFile].map((file) => readFileSync(file, 'utf8'));
    const manifest = Buffer.from('{}');
    expect(() =>
      verifyManifest(manifest, Buffer.from(signManifest(manifest, privateKey!)), [publicKey!]),
    ).not.toThrow();
    ensureSigningKeys(folder);
    expect(readFileSync(privateKeyFile, 'utf8')).toBe(privateKey);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
