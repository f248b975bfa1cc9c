import { useShortcuts } from '@lintel/ui';
import { useRef, useState, type FocusEvent } from 'react';
import { useText } from '../language/text';
import { CHECK_KEYS } from '../verdict/class-keys';
import { type Upload } from './uploads';

/** Keyboard control of the cards: N and P move between them, and the keys of the classes apply to the focused one. */
export function useCards(uploads: readonly Upload[]) {
  const text = useText().recognise;
  const list = useRef<HTMLUListElement>(null);
  const [activeId, setActiveId] = useState<string | null>(null);
  const shown = uploads.filter(({ state }) => state.kind === 'recognised');

  const focusCard = (by: 1 | -1): void => {
    const at = shown.findIndex(({ id }) => id === activeId);
    const next = at < 0 ? shown.at(by === 1 ? 0 : -1) : shown[at + by];
    const card = [...(list.current?.children ?? [])].find(
      (element) => element instanceof HTMLElement && element.dataset['upload'] === next?.id,
    );
    if (card instanceof HTMLElement) card.focus();
  };
  useShortcuts(
    shown.length === 0
      ? []
      : [
          { keys: CHECK_KEYS.next, label: text.nextCard, run: () => focusCard(1) },
          { keys: CHECK_KEYS.previous, label: text.previousCard, run: () => focusCard(-1) },
        ],
  );
  return {
    activeId,
    list: {
      ref: list,
      onFocus: ({ target }: FocusEvent<HTMLElement>) =>
        setActiveId(target.closest<HTMLElement>('[data-upload]')?.dataset['upload'] ?? null),
      onBlur: ({ currentTarget, relatedTarget }: FocusEvent<HTMLElement>) => {
        if (!(relatedTarget instanceof Node && currentTarget.contains(relatedTarget))) setActiveId(null);
      },
    },
    item: (id: string) => ({ 'data-upload': id, tabIndex: -1 }),
  };
}
