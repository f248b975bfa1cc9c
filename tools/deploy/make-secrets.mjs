/**
 * Writes the secrets of a new deployment into a folder, once: `node tools/deploy/make-secrets.mjs [FOLDER]`
 * (default: tools/deploy/secrets). Needs Node alone. What is there already is kept, so that nothing of a running
 * deployment is lost; delete a file to have it made anew.
 *
 * Containers run as users of their own and read their files through a mount, so the files may be read by all. The
 * folder keeps everybody else on this machine out.
 */
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

if (/^(--help|-h)$/.test(process.argv[2] ?? '')) {
  process.stdout.write('Usage: node tools/deploy/make-secrets.mjs [FOLDER]  (default: tools/deploy/secrets)\n');
  process.exit(0);
}
const folder = resolve(process.argv[2] ?? join(dirname(fileURLToPath(import.meta.url)), 'secrets'));
const password = () => randomBytes(24).toString('base64url');

mkdirSync(folder, { recursive: true, mode: 0o700 });
chmodSync(folder, 0o700);

/**
 * @param {string} name of the file
 * @param {() => string} make
 * @returns {string} what it holds
 */
function keep(name, make) {
  const file = join(folder, name);
  if (existsSync(file)) return readFileSync(file, 'utf8');
  const text = make();
  writeFileSync(file, text, { mode: 0o444, flag: 'wx' });
  process.stdout.write(`made ${file}\n`);
  return text;
}

const database = keep('database-password', password);
keep('database-url', () => `postgres://lintel:${database}@postgres:5432/lintel`);
// 32 bytes: the key under which personal data are sealed. Without it they are lost, so it belongs into a backup.
keep('data-key', () => randomBytes(32).toString('base64'));
keep('metrics-token', password);
keep('grafana-password', password);

// Who trusts the one checks what the other has signed: they are made together.
if (!existsSync(join(folder, 'signing-key.pem'))) {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const name = existsSync(join(folder, 'trusted-key.pem')) ? 'trusted-key-2.pem' : 'trusted-key.pem';
  keep(name, () => publicKey.export({ type: 'spki', format: 'pem' }).toString());
  keep('signing-key.pem', () => privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
}
