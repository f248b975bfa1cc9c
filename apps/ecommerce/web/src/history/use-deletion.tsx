import { type Recognition } from '@lintel/ecommerce-contract';
import { troubleOfError, useTroubleWriter, useUndo } from '@lintel/ui';
import { notifications } from '@mantine/notifications';
import { deleteRecognition, restoreRecognition } from '../api/client';
import { useText } from '../language/text';
import { type HistoryControls } from './use-history';

/** Deletes at once and offers to undo it, instead of asking first. */
export function useDeletion({ hide, show }: HistoryControls): (recognition: Recognition) => void {
  const text = useText().history;
  const write = useTroubleWriter();
  const offerUndo = useUndo();

  const fail = (title: string, error: unknown): void => {
    notifications.show({ color: 'orange', title, message: write(troubleOfError(error)).cure });
  };

  const restore = (recognition: Recognition): void => {
    restoreRecognition(recognition.id).then(
      () => {
        show(recognition);
        notifications.show({ message: text.restored(recognition.fileName) });
      },
      (error: unknown) => fail(text.restoreFailed(recognition.fileName), error),
    );
  };

  return (recognition) => {
    hide(recognition.id);
    deleteRecognition(recognition.id).then(
      () =>
        offerUndo({
          id: recognition.id,
          message: text.removed(recognition.fileName),
          undo: () => restore(recognition),
        }),
      (error: unknown) => {
        show(recognition);
        fail(text.removeFailed(recognition.fileName), error);
      },
    );
  };
}
