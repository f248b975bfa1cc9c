import { isMantineColorScheme, type MantineColorScheme, type MantineColorSchemeManager } from '@mantine/core';
import { rememberedValue } from '../memory/remembered-value';

export const COLOR_SCHEME = 'lintel-color-scheme';

/** Remembers light or dark mode for every app of the host. */
export function colorSchemeMemory(): MantineColorSchemeManager {
  const chosen = rememberedValue(COLOR_SCHEME);
  /** The current mode. Mantine stores the value that it receives here, which must not cause a loop. */
  let shown: MantineColorScheme | null = null;
  let unsubscribe = (): void => undefined;
  const read = (): MantineColorScheme | null => {
    const value = chosen.read();
    return isMantineColorScheme(value) ? value : null;
  };
  return {
    get: (fallback) => {
      if (typeof window === 'undefined') return fallback;
      shown = read() ?? fallback;
      return shown;
    },
    set: (value) => {
      shown = value;
      chosen.remember(value);
    },
    subscribe: (onUpdate) => {
      unsubscribe = chosen.subscribe(() => {
        const value = read();
        if (value === null || value === shown) return;
        shown = value;
        onUpdate(value);
      });
    },
    unsubscribe: () => unsubscribe(),
    clear: () => chosen.remember('auto'),
  };
}
