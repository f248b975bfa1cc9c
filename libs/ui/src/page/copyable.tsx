'use client';

import { ActionIcon, CopyButton } from '@mantine/core';
import { CheckIcon, CopyIcon } from '../icons/icons';
import { useUiMessages } from '../language/language-provider';
import classes from './copyable.module.css';

export interface CopyableProps {
  /** Shown in full, with line breaks as needed. */
  readonly value: string;
  /** Name of the value, for the button's label. */
  readonly label: string;
}

/** A machine-readable value with a button that copies it. */
export function Copyable({ value, label }: CopyableProps) {
  const text = useUiMessages().state;
  return (
    <span className={classes['root']}>
      <code>{value}</code>
      <CopyButton value={value} timeout={2_000}>
        {({ copied, copy }) => (
          <ActionIcon
            variant="subtle"
            color="gray"
            size={24}
            onClick={copy}
            aria-label={`${copied ? text.copied : text.copy}: ${label}`}
            title={copied ? text.copied : text.copy}
          >
            {copied ? <CheckIcon size={15} /> : <CopyIcon size={15} />}
          </ActionIcon>
        )}
      </CopyButton>
    </span>
  );
}
