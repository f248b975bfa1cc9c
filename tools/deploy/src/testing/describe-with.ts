import { tools } from '../../checks/tools.cjs';

/**
 * If a tool is missing, its tests are skipped with a note on a developer's machine. In CI they run and fail: a missing
 * tool must not look like a success.
 */
export function describeWith(...needed: readonly (keyof typeof tools)[]): typeof describe {
  const missing = needed.filter((name) => tools[name]() === undefined);
  if (process.env['CI'] || missing.length === 0) return describe;
  process.stderr.write(`No ${missing.join(', ')} (node tools/deploy/checks/install.mjs): its tests are skipped.\n`);
  return describe.skip;
}

/** @returns its path; @throws if it is not installed */
export function toolPath(name: keyof typeof tools): string {
  const path = tools[name]();
  if (path === undefined) throw new Error(`${name} is missing: node tools/deploy/checks/install.mjs`);
  return path;
}
