/**
 * Creates the secrets of a new deployment in a folder: `node tools/deploy/make-secrets.mjs [FOLDER]` (default:
 * tools/deploy/secrets). Needs only Node.js. Existing files are kept, so that a running deployment loses nothing;
 * delete a file to have it created again.
 *
 * Containers run as their own users and read these files through a mount, so the files are readable by all. The folder
 * keeps other users of this machine out.
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
 * @returns {string} its content
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
// 32 bytes: the key that encrypts personal data. Without it they are lost, so include it in a backup.
keep('data-key', () => randomBytes(32).toString('base64'));
keep('metrics-token', password);
keep('grafana-password', password);

// The public key verifies what the private key signs, so they are created together.
if (!existsSync(join(folder, 'signing-key.pem'))) {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const name = existsSync(join(folder, 'trusted-key.pem')) ? 'trusted-key-2.pem' : 'trusted-key.pem';
  keep(name, () => publicKey.export({ type: 'spki', format: 'pem' }).toString());
  keep('signing-key.pem', () => privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
}
