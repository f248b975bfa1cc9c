/** Keys of the check itself: right, next, previous, none of these, another class, undo, help. */
export const CHECK_KEYS = { right: 'R', next: 'N', previous: 'P', none: 'X', another: 'C' } as const;

/** The remaining keys, in the order of the keyboard. */
const CLASS_KEYS = [...'1234567890', ...'QWETYIOASDFGHJKLZVBM'];

/** A key for each class, as long as there are keys. */
export function classKeys(classNames: readonly string[]): ReadonlyMap<string, string> {
  return new Map(classNames.slice(0, CLASS_KEYS.length).map((className, index) => [className, CLASS_KEYS[index]!]));
}
