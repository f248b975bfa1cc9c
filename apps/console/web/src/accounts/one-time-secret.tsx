'use client';

import { Copyable, FactsList } from '@lintel/ui';
import { Button, CopyButton, Group, Modal, Stack } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useText } from '../language/text';
import classes from './accounts.module.css';

export interface Secret {
  readonly title: string;
  /** What to do with it. */
  readonly body: string;
  /** Related values, such as the sign-in name. */
  readonly facts?: readonly (readonly [name: string, value: string])[];
  readonly label: string;
  readonly value: string;
  /** Label of the button that confirms it was stored. */
  readonly kept: string;
}

export interface OneTimeSecretProps {
  /** Null: closed. */
  readonly secret: Secret | null;
  readonly onKept: () => void;
}

/** Shows a secret once. It closes only when the person confirms that they have stored it. */
export function OneTimeSecret({ secret, onKept }: OneTimeSecretProps) {
  const text = useText().streams;
  // While it closes it still shows its subject, but no longer the secret.
  const [shown, setShown] = useState(secret);
  if (secret !== null && secret !== shown) setShown(secret);
  const facts: (readonly [string, ReactNode])[] =
    shown === null
      ? []
      : [
          ...(shown.facts ?? []).map(
            ([name, value]) => [name, <Copyable key={name} label={name} value={value} />] as const,
          ),
          [shown.label, <code key="secret">{secret?.value ?? '…'}</code>],
        ];
  return (
    <Modal
      opened={secret !== null}
      onClose={onKept}
      title={shown?.title}
      centered
      closeOnClickOutside={false}
      closeOnEscape={false}
      withCloseButton={false}
    >
      <Stack>
        <p className={classes['plain']}>{shown?.body}</p>
        <div className={classes['secret']}>
          <FactsList narrow facts={facts} />
        </div>
        <Group justify="flex-end">
          <CopyButton value={secret?.value ?? ''} timeout={3_000}>
            {({ copied, copy }) => (
              <Button variant="default" onClick={copy} data-autofocus>
                {copied ? text.copied : text.copy}
              </Button>
            )}
          </CopyButton>
          <Button onClick={onKept}>{shown?.kept}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
