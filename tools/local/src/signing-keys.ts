import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateSigningKey } from '@lintel/core-ml';

/** Files of the keys with which this machine's models are signed and checked. */
export interface SigningKeys {
  /** For the trainers alone. */
  readonly privateKeyFile: string;
  readonly publicKeyFile: string;
}

/** Those in the data folder, made at the first start: models of a trainer elsewhere are not trusted here. */
export function ensureSigningKeys(dataDir: string): SigningKeys {
  const folder = join(dataDir, 'keys');
  const keys = { privateKeyFile: join(folder, 'signing-key.pem'), publicKeyFile: join(folder, 'trusted-key.pem') };
  if (existsSync(keys.privateKeyFile)) return keys;
  const { privateKeyPem, publicKeyPem } = generateSigningKey();
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  // The private key last: where it is, both are whole.
  for (const [file, text] of [
    [keys.publicKeyFile, publicKeyPem],
    [keys.privateKeyFile, privateKeyPem],
  ] as const) {
    writeFileSync(`${file}.new`, text, { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }
  return keys;
}
