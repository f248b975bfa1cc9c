export interface Shortcut {
  /** One character as in `KeyboardEvent.key`, or, only for the help, a name such as `Ctrl+V`. */
  readonly keys: string;
  readonly label: string;
  /** Absent if the browser handles the key itself. */
  readonly run?: () => void;
}

/** The shortcuts of one part of the screen. */
export interface ShortcutLayer {
  readonly shortcuts: readonly Shortcut[];
  /** True if they replace those of other parts with the same key, such as while a picture is being checked. */
  readonly over: boolean;
}

/** The current action of each key: one shortcut a key. */
export function effectiveShortcuts(layers: readonly ShortcutLayer[]): Shortcut[] {
  const byKey = new Map<string, Shortcut>();
  for (const layer of [...layers].sort((one, other) => Number(other.over) - Number(one.over))) {
    for (const shortcut of layer.shortcuts) {
      const key = shortcut.keys.toLowerCase();
      if (!byKey.has(key)) byKey.set(key, shortcut);
    }
  }
  return [...byKey.values()];
}

/** The shortcut of a key press, unless the person is typing or holds a modifier. */
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
