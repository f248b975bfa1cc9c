import { execFileSync } from 'node:child_process';

/** @returns the commit that the workspace is at; undefined if it is not a git checkout */
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
