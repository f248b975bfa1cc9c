import { type Recognition } from '@lintel/ecommerce-contract';
import { useState } from 'react';

/** The pictures selected for a verdict. */
export interface Selection {
  readonly selecting: boolean;
  readonly ids: ReadonlySet<string>;
  readonly start: () => void;
  readonly end: () => void;
  readonly toggle: (id: string) => void;
  readonly all: () => void;
}

/** Maximum number of verdicts in one request. */
export const MOST_SELECTED = 100;

/** @param items those on the screen: one that leaves it is no longer selected */
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
