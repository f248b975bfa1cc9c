import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateSigningKey } from '@lintel/core-ml';

/** Files of the keys that sign and verify this machine's models. */
export interface SigningKeys {
  /** Only for the trainers. */
  readonly privateKeyFile: string;
  readonly publicKeyFile: string;
}

/** The keys in the data folder, created at the first start. Models of a trainer elsewhere are not trusted here. */
export function ensureSigningKeys(dataDir: string): SigningKeys {
  const folder = join(dataDir, 'keys');
  const keys = { privateKeyFile: join(folder, 'signing-key.pem'), publicKeyFile: join(folder, 'trusted-key.pem') };
  if (existsSync(keys.privateKeyFile)) return keys;
  const { privateKeyPem, publicKeyPem } = generateSigningKey();
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  // The private key is written last: if it exists, both are complete.
  for (const [file, text] of [
    [keys.publicKeyFile, publicKeyPem],
    [keys.privateKeyFile, privateKeyPem],
  ] as const) {
    writeFileSync(`${file}.new`, text, { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }
  return keys;
}
