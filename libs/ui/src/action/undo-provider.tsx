'use client';

import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { createContext, use, useCallback, useRef, type ReactNode } from 'react';
import { useUiMessages } from '../language/language-provider';
import { useShortcuts } from '../shell/shortcuts';
import classes from './undo-provider.module.css';

const UNDO_MS = 10_000;

export interface Undoable {
  /** Id of the subject; a second offer for the same one replaces the first. */
  readonly id: string;
  /** What was done. */
  readonly message: string;
  readonly undo: () => void;
}

type OfferUndo = (done: Undoable) => void;

const UndoContext = createContext<OfferUndo | null>(null);

/** Shows what was done and offers to undo it; the key `U` undoes the latest action. */
export function UndoProvider({ children }: { readonly children: ReactNode }) {
  const text = useUiMessages().action;
  const latest = useRef<(() => void) | null>(null);
  useShortcuts([{ keys: 'U', label: text.undo, run: () => latest.current?.() }]);

  const offer = useCallback<OfferUndo>(
    ({ id, message, undo }) => {
      const takeBack = (): void => {
        latest.current = null;
        notifications.hide(id);
        undo();
      };
      notifications.hide(id);
      latest.current = takeBack;
      notifications.show({
        id,
        autoClose: UNDO_MS,
        message: (
          <span className={classes['undo']}>
            {message}
            <Button size="compact-sm" variant="light" onClick={takeBack}>
              {text.undo}
            </Button>
          </span>
        ),
        onClose: () => {
          if (latest.current === takeBack) latest.current = null;
        },
      });
    },
    [text],
  );
  return <UndoContext value={offer}>{children}</UndoContext>;
}

export function useUndo(): OfferUndo {
  const offer = use(UndoContext);
  if (offer === null) throw new Error('useUndo needs a UiProvider above it.');
  return offer;
}
