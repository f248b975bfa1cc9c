'use client';

import { Button } from '@mantine/core';
import { useLanguage, useUiMessages } from '../language/language-provider';
import { RetryIcon } from '../icons/icons';
import { type Trouble, writeTrouble, type WrittenTrouble } from '../request/trouble';
import { StateMessage } from './state-message';

/** Describes trouble in the chosen language. */
export function useTroubleWriter(): (trouble: Trouble) => WrittenTrouble {
  const { trouble: texts } = useUiMessages();
  const { locale } = useLanguage();
  return (trouble) => writeTrouble(trouble, texts, locale);
}

export interface TroubleMessageProps {
  readonly trouble: Trouble;
  readonly onRetry: () => void;
}

/** Shown instead of content that could not be loaded. */
export function TroubleMessage({ trouble, onRetry }: TroubleMessageProps) {
  const text = useUiMessages();
  const { title, cure, detail, correlationId } = useTroubleWriter()(trouble);
  return (
    <StateMessage
      kind={trouble.reason === 'away' ? 'away' : 'error'}
      title={title}
      actions={
        <Button onClick={onRetry} leftSection={<RetryIcon size={18} />}>
          {text.state.retry}
        </Button>
      }
    >
      <p>{cure}</p>
      {detail !== undefined && detail !== title && <p>{detail}</p>}
      {correlationId !== undefined && <p>{`${text.problem.correlation}: ${correlationId}`}</p>}
    </StateMessage>
  );
}
