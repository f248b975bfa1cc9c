'use client';

import { Button, Group, Modal, Stack } from '@mantine/core';
import { createContext, use, useCallback, useRef, useState, type ReactNode } from 'react';
import { useUiMessages } from '../language/language-provider';
import { DangerButton } from './danger-button';

export interface Confirmation {
  readonly title: string;
  /** What will happen, and whether it can be undone. */
  readonly body: ReactNode;
  /** The verb on the button. */
  readonly action: string;
  /** True if something is lost. */
  readonly destructive?: boolean;
}

type Confirm = (confirmation: Confirmation) => Promise<boolean>;

const ConfirmContext = createContext<Confirm | null>(null);

/** Asks for confirmation before a far-reaching action. */
export function ConfirmProvider({ children }: { readonly children: ReactNode }) {
  const text = useUiMessages().action;
  const [question, setQuestion] = useState<Confirmation | null>(null);
  const [opened, setOpened] = useState(false);
  const answer = useRef<(confirmed: boolean) => void>(() => undefined);

  const confirm = useCallback<Confirm>((asked) => {
    answer.current(false);
    setQuestion(asked);
    setOpened(true);
    return new Promise((resolve) => {
      answer.current = resolve;
    });
  }, []);
  const close = (confirmed: boolean): void => {
    setOpened(false);
    answer.current(confirmed);
  };

  return (
    <ConfirmContext value={confirm}>
      {children}
      <Modal opened={opened} onClose={() => close(false)} title={question?.title} centered zIndex={300}>
        <Stack>
          <div>{question?.body}</div>
          <Group justify="flex-end">
            <Button variant="default" onClick={() => close(false)} data-autofocus>
              {text.cancel}
            </Button>
            {question?.destructive === true ? (
              <DangerButton onClick={() => close(true)}>{question.action}</DangerButton>
            ) : (
              <Button onClick={() => close(true)}>{question?.action}</Button>
            )}
          </Group>
        </Stack>
      </Modal>
    </ConfirmContext>
  );
}

/** Resolves to true if the person confirms. */
export function useConfirm(): Confirm {
  const confirm = use(ConfirmContext);
  if (confirm === null) throw new Error('useConfirm needs a UiProvider above it.');
  return confirm;
}
