import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useUiMessages } from '../language/language-provider';
import { usePerson } from '../person/person-provider';
import { troubleOfError, type Trouble } from '../request/trouble';
import { useTroubleWriter } from '../state/trouble-message';

export interface ActionOptions<Result> {
  /** Shown when it is done. */
  readonly done?: string;
  readonly onDone?: (result: Result) => void;
  /** Takes the trouble in place of a notification, such as a form that shows it. */
  readonly onTrouble?: (trouble: Trouble) => void;
}

export interface Action {
  readonly pending: boolean;
  /** @param act gets the name of the person, who is asked for it where it isn't known */
  readonly run: <Result>(act: (by: string) => Promise<Result>, options?: ActionOptions<Result>) => Promise<void>;
}

/** Does something in the name of the person, says when it is done, and why not where it fails. */
export function useAction(): Action {
  const text = useUiMessages();
  const { ask } = usePerson();
  const write = useTroubleWriter();
  const [pending, setPending] = useState(false);

  return {
    pending,
    run: async (act, { done, onDone, onTrouble } = {}) => {
      const by = await ask();
      if (by === null) return;
      setPending(true);
      try {
        const result = await act(by);
        if (done !== undefined) notifications.show({ message: done });
        onDone?.(result);
      } catch (error) {
        const trouble = troubleOfError(error);
        if (onTrouble !== undefined) {
          onTrouble(trouble);
          return;
        }
        const { title, cure, correlationId } = write(trouble);
        const id = correlationId === undefined ? '' : ` (${text.problem.correlation}: ${correlationId})`;
        notifications.show({ color: 'orange', title, message: `${cure}${id}` });
      } finally {
        setPending(false);
      }
    },
  };
}
