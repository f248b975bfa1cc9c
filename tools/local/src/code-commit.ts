import { execFileSync } from 'node:child_process';

/** @returns the commit that the workspace stands on; undefined where it is no git checkout */
export function codeCommit(root: string): string | undefined {
  try {
    return execFileSync('git', ['rev-parse', 'HEAD'], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return undefined;
  }
}
