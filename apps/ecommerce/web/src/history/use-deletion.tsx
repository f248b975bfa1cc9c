import { type Recognition } from '@lintel/ecommerce-contract';
import { useShortcuts } from '@lintel/ui';
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useRef } from 'react';
import { deleteRecognition, restoreRecognition } from '../api/client';
import { troubleOfError } from '../api/trouble';
import { useTroubleWriter } from '../api/trouble-message';
import { useText } from '../language/text';
import { type HistoryControls } from './use-history';
import classes from './history.module.css';

const UNDO_MS = 10_000;

/** Deletes at once and offers to take it back, rather than asking first. */
export function useDeletion({ hide, show }: HistoryControls): (recognition: Recognition) => void {
  const text = useText().history;
  const write = useTroubleWriter();
  const latest = useRef<(() => void) | null>(null);

  const fail = (title: string, error: unknown): void => {
    notifications.show({ color: 'orange', title, message: write(troubleOfError(error)).cure });
  };

  const undo = (recognition: Recognition): void => {
    latest.current = null;
    notifications.hide(recognition.id);
    restoreRecognition(recognition.id).then(
      () => {
        show(recognition);
        notifications.show({ message: text.restored(recognition.fileName) });
      },
      (error: unknown) => fail(text.restoreFailed(recognition.fileName), error),
    );
  };

  useShortcuts([{ keys: 'U', label: text.undo, run: () => latest.current?.() }]);

  return (recognition) => {
    hide(recognition.id);
    deleteRecognition(recognition.id).then(
      () => {
        latest.current = () => undo(recognition);
        notifications.show({
          id: recognition.id,
          autoClose: UNDO_MS,
          message: (
            <span className={classes['undo']}>
              {text.removed(recognition.fileName)}
              <Button size="compact-sm" variant="light" onClick={() => undo(recognition)}>
                {text.undo}
              </Button>
            </span>
          ),
          onClose: () => {
            latest.current = null;
          },
        });
      },
      (error: unknown) => {
        show(recognition);
        fail(text.removeFailed(recognition.fileName), error);
      },
    );
  };
}
