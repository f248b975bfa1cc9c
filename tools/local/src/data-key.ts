import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The file of the key under which personal data are sealed, in the data folder; made at the first start. Without it
 * nothing that was sealed can be read: it goes with every backup, and is kept apart from the database's.
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
