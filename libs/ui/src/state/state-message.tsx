'use client';

import { EmptyState, Loader, Stack } from '@mantine/core';
import { type ReactNode } from 'react';
import { AwayIcon, WarningIcon } from '../icons/icons';
import { useUiMessages } from '../language/language-provider';
import classes from './state-message.module.css';

export interface StateMessageProps {
  readonly kind: 'loading' | 'empty' | 'error' | 'away';
  /** Default for `loading`: "Loading…". */
  readonly title?: string;
  /** Says what to do next. */
  readonly children?: ReactNode;
  readonly icon?: ReactNode;
  readonly actions?: ReactNode;
}

const ICONS = { error: <WarningIcon size={26} />, away: <AwayIcon size={26} /> };

/** Shown instead of content: that it is loading, that there is none, or why it can't be loaded. */
export function StateMessage({ kind, title, children, icon, actions }: StateMessageProps) {
  const text = useUiMessages();
  if (kind === 'loading') {
    return (
      <Stack align="center" gap="xs" py={64} role="status">
        <Loader size="sm" aria-hidden="true" />
        <span className={classes['quiet']}>{title ?? text.state.loading}</span>
      </Stack>
    );
  }
  const trouble = kind !== 'empty';
  return (
    <EmptyState
      classNames={{ root: classes['root'] ?? '', indicator: classes['indicator'] ?? '' }}
      data-trouble={trouble || undefined}
      role={trouble ? 'alert' : 'status'}
      variant="light"
      icon={icon ?? (trouble ? ICONS[kind] : undefined)}
    >
      <EmptyState.Title>
        <h2 className={classes['title']}>{title}</h2>
      </EmptyState.Title>
      <div className={classes['body']}>{children}</div>
      {actions !== undefined && <EmptyState.Actions>{actions}</EmptyState.Actions>}
    </EmptyState>
  );
}
