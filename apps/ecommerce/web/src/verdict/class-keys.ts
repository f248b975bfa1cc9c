/** Keys of the check itself: right, next, previous, none of these, another class, undo, the help. */
export const CHECK_KEYS = { right: 'R', next: 'N', previous: 'P', none: 'X', another: 'C' } as const;

/** What is left for the classes, in the order of the keyboard. */
const CLASS_KEYS = [...'1234567890', ...'QWETYIOASDFGHJKLZVBM'];

/** A key for each class, as far as keys go. */
export function classKeys(classNames: readonly string[]): ReadonlyMap<string, string> {
  return new Map(classNames.slice(0, CLASS_KEYS.length).map((className, index) => [className, CLASS_KEYS[index]!]));
}
