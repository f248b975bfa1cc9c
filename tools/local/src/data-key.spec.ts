import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureDataKey } from './data-key';

it('the key of personal data is created once, has 32 bytes, and is readable by its owner alone', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lintel-keys-'));
  try {
    const file = ensureDataKey(folder);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const key = readFileSync(file, 'utf8');
    expect(Buffer.from(key, 'base64')).toHaveLength(32);
    expect(ensureDataKey(folder)).toBe(file);
    expect(readFileSync(file, 'utf8')).toBe(key);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
