/** A requirement that a person can edit. */
export interface GateField {
  /** Where the policy holds it: `classFloor.minimumRecall`. */
  readonly path: string;
  /** `share`: [0, 1], entered in percent. `gain`: in the unit of the main figure, may be negative. `figure`: in that unit. */
  readonly kind: 'share' | 'gain' | 'figure';
  /** True if it may be left empty, which turns the check off. */
  readonly optional?: true;
  /** The value that turns the check off. */
  readonly off?: number;
}

/** The requirement that every task has. */
export const GENERAL_GATE_FIELDS: readonly GateField[] = [{ path: 'minimumGain', kind: 'gain' }];

/** The requirement of tasks that ask for a good enough main figure only. */
export const REQUIRED_VALUE: GateField = { path: 'requiredValue', kind: 'figure', optional: true };

/** @returns the value at a path; undefined if there is none */
export function valueAt(policy: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
      policy,
    );
}

/** A copy of the policy with the value at the path; all else is kept, also what no field shows. */
export function withValueAt(policy: object, path: string, value: unknown): Record<string, unknown> {
  const [key = '', ...rest] = path.split('.');
  if (rest.length === 0) return { ...policy, [key]: value };
  const inner: unknown = Reflect.get(policy, key);
  const kept = typeof inner === 'object' && inner !== null ? inner : {};
  return { ...policy, [key]: withValueAt(kept, rest.join('.'), value) };
}
