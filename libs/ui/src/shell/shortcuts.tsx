'use client';

import { useDisclosure, useLocalStorage } from '@mantine/hooks';
import { createContext, use, useEffect, useId, useMemo, useRef, type ReactNode } from 'react';
import { KeyboardHelp } from './keyboard-help';
import { effectiveShortcuts, shortcutFor, type Shortcut, type ShortcutLayer } from './shortcut';

interface Shortcuts {
  readonly register: (owner: string, layer: ShortcutLayer) => () => void;
  readonly openHelp: () => void;
}

const ShortcutsContext = createContext<Shortcuts | null>(null);

/** Runs single-key shortcuts, and lists them all on `?`. */
export function ShortcutsProvider({ children }: { readonly children: ReactNode }) {
  const registered = useRef(new Map<string, ShortcutLayer>());
  const [helpOpen, help] = useDisclosure(false);
  // WCAG 2.1.4: people who use speech input must be able to turn single-key shortcuts off.
  const [enabled, setEnabled] = useLocalStorage({ key: 'lintel-shortcuts', defaultValue: true });

  useEffect(() => {
    const listener = (event: KeyboardEvent): void => {
      if (!enabled) return;
      if (event.key === '?' && shortcutFor(event, [{ keys: '?', label: '', run: help.open }])) {
        help.toggle();
        return;
      }
      const shortcut = helpOpen ? undefined : shortcutFor(event, effectiveShortcuts([...registered.current.values()]));
      if (shortcut?.run === undefined) return;
      event.preventDefault();
      shortcut.run();
    };
    window.addEventListener('keydown', listener);
    return () => window.removeEventListener('keydown', listener);
  }, [enabled, help, helpOpen]);

  const shortcuts = useMemo<Shortcuts>(
    () => ({
      register: (owner, layer) => {
        registered.current.set(owner, layer);
        return () => registered.current.delete(owner);
      },
      openHelp: help.open,
    }),
    [help.open],
  );

  return (
    <ShortcutsContext value={shortcuts}>
      {children}
      <KeyboardHelp
        opened={helpOpen}
        onClose={help.close}
        list={() => effectiveShortcuts([...registered.current.values()])}
        enabled={enabled}
        onEnabledChange={setEnabled}
      />
    </ShortcutsContext>
  );
}

function useShortcutsContext(): Shortcuts {
  const shortcuts = use(ShortcutsContext);
  if (shortcuts === null) throw new Error('Shortcuts need a UiProvider above them.');
  return shortcuts;
}

/**
 * Shortcuts that are active while the calling part is on the screen.
 * @param options.over they replace those of other parts with the same key
 */
export function useShortcuts(shortcuts: readonly Shortcut[], { over = false }: { readonly over?: boolean } = {}): void {
  const owner = useId();
  const { register } = useShortcutsContext();
  useEffect(() => register(owner, { shortcuts, over }));
}

export function useKeyboardHelp(): () => void {
  return useShortcutsContext().openHelp;
}
