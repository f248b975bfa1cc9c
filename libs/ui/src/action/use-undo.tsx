import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useRef } from 'react';
import { useUiMessages } from '../language/language-provider';
import { useShortcuts } from '../shell/shortcuts';
import classes from './use-undo.module.css';

const UNDO_MS = 10_000;

export interface Undoable {
  /** Of the thing; a second offer for the same one replaces the first. */
  readonly id: string;
  /** What was done. */
  readonly message: string;
  readonly undo: () => void;
}

/** Says what was done and offers to take it back, also by the key `U`. */
export function useUndo(): (done: Undoable) => void {
  const text = useUiMessages().action;
  const latest = useRef<(() => void) | null>(null);
  useShortcuts([{ keys: 'U', label: text.undo, run: () => latest.current?.() }]);

  return ({ id, message, undo }) => {
    const takeBack = (): void => {
      latest.current = null;
      notifications.hide(id);
      undo();
    };
    latest.current = takeBack;
    notifications.hide(id);
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
  };
}
