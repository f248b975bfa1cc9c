import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The file with the key that encrypts personal data, in the data folder; created at the first start. Without it no
 * encrypted data can be read, so include it in every backup and store it apart from the database's backup.
 */
export function ensureDataKey(dataDir: string): string {
  const folder = join(dataDir, 'keys');
  const file = join(folder, 'data-key');
  if (existsSync(file)) return file;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(`${file}.new`, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return file;
}
