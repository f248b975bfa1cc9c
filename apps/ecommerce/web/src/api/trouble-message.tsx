'use client';

import { RetryIcon, StateMessage, useLanguage } from '@lintel/ui';
import { Button } from '@mantine/core';
import { useText } from '../language/text';
import { LARGEST_PICTURE_BYTES } from '../recognise/first-check';
import { type Trouble, writeTrouble, type WrittenTrouble } from './trouble';

/** Writes trouble in the chosen language. */
export function useTroubleWriter(): (trouble: Trouble) => WrittenTrouble {
  const text = useText();
  const { locale, format } = useLanguage();
  return (trouble) => writeTrouble(trouble, text, locale, format.bytes(LARGEST_PICTURE_BYTES));
}

export interface TroubleMessageProps {
  readonly trouble: Trouble;
  readonly onRetry: () => void;
}

/** What a page shows in place of content that it couldn't get. */
export function TroubleMessage({ trouble, onRetry }: TroubleMessageProps) {
  const text = useText();
  const { title, cure, detail, correlationId } = useTroubleWriter()(trouble);
  return (
    <StateMessage
      kind={trouble.reason === 'away' ? 'away' : 'error'}
      title={title}
      actions={
        <Button onClick={onRetry} leftSection={<RetryIcon size={18} />}>
          {text.server.retry}
        </Button>
      }
    >
      <p>{cure}</p>
      {detail !== undefined && detail !== title && <p>{detail}</p>}
      {correlationId !== undefined && <p>{correlationId}</p>}
    </StateMessage>
  );
}
