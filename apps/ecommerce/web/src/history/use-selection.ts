import { type Recognition } from '@lintel/ecommerce-contract';
import { useState } from 'react';

/** The pictures that one verdict is meant for. */
export interface Selection {
  readonly selecting: boolean;
  readonly ids: ReadonlySet<string>;
  readonly start: () => void;
  readonly end: () => void;
  readonly toggle: (id: string) => void;
  readonly all: () => void;
}

/** The api takes so many verdicts at once. */
export const MOST_SELECTED = 100;

/** @param items those on the screen: what leaves it is not selected any more */
export function useSelection(items: readonly Recognition[]): Selection {
  const [chosen, setChosen] = useState<ReadonlySet<string> | null>(null);
  const shown = new Set(items.map(({ id }) => id));
  const ids = new Set([...(chosen ?? [])].filter((id) => shown.has(id)));
  return {
    selecting: chosen !== null,
    ids,
    start: () => setChosen(new Set()),
    end: () => setChosen(null),
    toggle: (id) => {
      const next = new Set(ids);
      if (!next.delete(id) && next.size < MOST_SELECTED) next.add(id);
      setChosen(next);
    },
    all: () => setChosen(new Set([...shown].slice(0, MOST_SELECTED))),
  };
}
