import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useUiMessages } from '../language/language-provider';
import { troubleOfError, type Trouble } from '../request/trouble';
import { useTroubleWriter } from '../state/trouble-message';

export interface ActionOptions<Result> {
  /** Shown when it succeeded. */
  readonly done?: string;
  readonly onDone?: (result: Result) => void;
  /** Receives the trouble instead of a notification, such as a form that shows it. */
  readonly onTrouble?: (trouble: Trouble) => void;
}

export interface Action {
  readonly pending: boolean;
  /** The api identifies the person by the session. */
  readonly run: <Result>(act: () => Promise<Result>, options?: ActionOptions<Result>) => Promise<void>;
}

/** Runs an action and reports its success, or its failure with the reason. */
export function useAction(): Action {
  const text = useUiMessages();
  const write = useTroubleWriter();
  const [pending, setPending] = useState(false);

  return {
    pending,
    run: async (act, { done, onDone, onTrouble } = {}) => {
      setPending(true);
      try {
        const result = await act();
        if (done !== undefined) notifications.show({ message: done });
        onDone?.(result);
      } catch (error) {
        const trouble = troubleOfError(error);
        if (onTrouble !== undefined) {
          onTrouble(trouble);
          return;
        }
        // A person who put off signing in is reminded elsewhere on the page.
        if (trouble.reason === 'signedOut') return;
        const { title, cure, correlationId } = write(trouble);
        const id = correlationId === undefined ? '' : ` (${text.problem.correlation}: ${correlationId})`;
        notifications.show({ color: 'orange', title, message: `${cure}${id}` });
      } finally {
        setPending(false);
      }
    },
  };
}
