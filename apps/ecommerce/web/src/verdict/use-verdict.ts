import { type Recognition } from '@lintel/ecommerce-contract';
import { useAction, useUndo } from '@lintel/ui';
import { giveVerdict, withdrawVerdict } from '../api/client';
import { useClassName } from '../classes/use-class-name';
import { useText } from '../language/text';
import { tellVerdict } from './verdict-news';

export interface VerdictActions {
  readonly pending: boolean;
  /** @param className what it shows; null withdraws the verdict */
  readonly judge: (className: string | null) => void;
}

/** A person's verdicts; each can be undone. */
export function useVerdict(recognition: Recognition, onJudged: (recognition: Recognition) => void): VerdictActions {
  const text = useText().verdict;
  const nameOf = useClassName();
  const { run, pending } = useAction();
  const offerUndo = useUndo();
  const { id, fileName, verdict } = recognition;

  const send = (className: string | null, onDone: (judged: Recognition) => void): void => {
    void run(() => (className === null ? withdrawVerdict(id) : giveVerdict(id, { className })), {
      onDone: (judged) => {
        onDone(judged);
        tellVerdict();
      },
    });
  };
  return {
    pending,
    judge: (className) => {
      const before = verdict?.className ?? null;
      if (pending || className === before) return;
      send(className, (judged) => {
        onJudged(judged);
        offerUndo({
          id: `verdict ${id}`,
          message: className === null ? text.withdrawn(fileName) : text.given(fileName, nameOf(className)),
          undo: () => send(before, onJudged),
        });
      });
    },
  };
}
