import { signManifest, verifyManifest } from '@lintel/core-ml';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../testing/assembled-folder';

let folder: string;
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'lintel-secrets-')), 'secrets');
  make();
});
afterEach(() => rmSync(join(folder, '..'), { recursive: true, force: true }));

function make(): string {
  const { stdout } = spawnSync(process.execPath, [join(ROOT, 'tools/deploy/make-secrets.mjs'), folder], {
    encoding: 'utf8',
  });
  return stdout;
}
const read = (name: string): string => readFileSync(join(folder, name), 'utf8');

describe('the secrets of a deployment', () => {
  it('are created once, and none is lost when the program runs again', () => {
    const made = Object.fromEntries(readdirSync(folder).map((name) => [name, read(name)]));
    expect(make()).toBe('');
    expect(Object.fromEntries(readdirSync(folder).map((name) => [name, read(name)]))).toEqual(made);
  });

  it('are in a folder that only its creator can enter', () => {
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).mode & 0o222).toBe(0);
  });

  it('match each other: the database has the password, and the trusted key verifies what the signing key signs', () => {
    expect(new URL(read('database-url')).password).toBe(read('database-password'));
    const manifest = Buffer.from('{}');
    const signature = signManifest(manifest, read('signing-key.pem'));
    expect(verifyManifest(manifest, signature, [read('trusted-key.pem')])).toMatch(/^[0-9a-f]{16}$/);
  });

  it('cannot be guessed', () => {
    expect(Buffer.from(read('data-key'), 'base64')).toHaveLength(32);
    for (const name of ['database-password', 'metrics-token', 'grafana-password'])
      expect(read(name)).toMatch(/^[\w-]{32}$/);
    expect(new Set([read('database-password'), read('metrics-token'), read('grafana-password')]).size).toBe(3);
  });

  it('get a new pair of keys beside the old trusted one if the signing key was removed', () => {
    const old = read('trusted-key.pem');
    rmSync(join(folder, 'signing-key.pem'), { force: true });
    make();
    expect(read('trusted-key.pem')).toBe(old);
    const manifest = Buffer.from('{}');
    const signature = signManifest(manifest, read('signing-key.pem'));
    expect(verifyManifest(manifest, signature, [read('trusted-key-2.pem')])).toMatch(/^[0-9a-f]{16}$/);
  });
});
