import { tools } from '../../checks/tools.cjs';

/**
 * Where a tool is missing, its tests are left out with a reason on a developer's machine. In CI they run, and fail: a
 * missing tool there must not look like a success.
 */
export function describeWith(...needed: readonly (keyof typeof tools)[]): typeof describe {
  const missing = needed.filter((name) => tools[name]() === undefined);
  if (process.env['CI'] || missing.length === 0) return describe;
  process.stderr.write(`No ${missing.join(', ')} (node tools/deploy/checks/install.mjs): its tests are left out.\n`);
  return describe.skip;
}

/** @returns its path; @throws where it is not installed */
export function toolPath(name: keyof typeof tools): string {
  const path = tools[name]();
  if (path === undefined) throw new Error(`${name} is missing: node tools/deploy/checks/install.mjs`);
  return path;
}
