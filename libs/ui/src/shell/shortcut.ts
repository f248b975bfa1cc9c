export interface Shortcut {
  /** One character as `KeyboardEvent.key` gives it, or, for the help alone, a name such as `Ctrl+V`. */
  readonly keys: string;
  readonly label: string;
  /** Absent where the browser itself does it. */
  readonly run?: () => void;
}

/** The shortcut that a key press means, unless somebody is writing or a modifier is held. */
export function shortcutFor(event: KeyboardEvent, shortcuts: readonly Shortcut[]): Shortcut | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return undefined;
  if (isWriting(event.target)) return undefined;
  return shortcuts.find(({ keys, run }) => run !== undefined && keys.toLowerCase() === event.key.toLowerCase());
}

function isWriting(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !['checkbox', 'radio', 'button', 'file'].includes(target.type);
  return target.isContentEditable || ['TEXTAREA', 'SELECT'].includes(target.tagName);
}
