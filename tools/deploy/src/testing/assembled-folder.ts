import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assemble } from '../assemble/assemble';
import { type Role } from '../assemble/role';

export const ROOT = join(__dirname, '..', '..', '..', '..');

/** The content of an image, as read-only as a container's root file system. */
export class AssembledFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'lintel-assembled-'));

  constructor(app: string, role: Role) {
    const target = { platform: process.platform, architecture: process.arch };
    assemble({ root: ROOT, app, role, out: this.path, target });
    chmodSync(this.path, 0o755);
    spawnSync('chmod', ['-R', 'a-w', this.path]);
  }

  remove(): void {
    spawnSync('chmod', ['-R', 'u+w', this.path]);
    rmSync(this.path, { recursive: true, force: true });
  }
}
