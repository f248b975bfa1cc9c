import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { type PinnedWheel } from '../engine-release';
import { runCommand } from '../run-command';

const PYTHON = `
import json, os, sys, zipfile
with zipfile.ZipFile(sys.argv[1], 'w', zipfile.ZIP_DEFLATED) as wheel:
    for name, size in json.loads(sys.argv[2]).items():
        info = zipfile.ZipInfo(name)
        info.external_attr = (0o755 if '/bin/' in name else 0o644) << 16
        info.compress_type = zipfile.ZIP_DEFLATED
        wheel.writestr(info, os.urandom(size) if isinstance(size, int) else size)
`;

/**
 * Writes a wheel as Python would.
 * @param files name to content, or to a number of random bytes; files in a folder `bin` are executable
 */
export async function makeWheel(file: string, files: Readonly<Record<string, string | number>>): Promise<PinnedWheel> {
  const { exitCode, stderr } = await runCommand(['python3', '-c', PYTHON, file, JSON.stringify(files)], {
    environment: process.env,
  });
  if (exitCode !== 0) throw new Error(stderr);
  const content = readFileSync(file);
  const [name, version] = basename(file).split('-');
  return {
    requirement: `${name}==${version}`,
    file: basename(file),
    sha256: createHash('sha256').update(content).digest('hex'),
    bytes: content.length,
  };
}
