'use client';

import { Button, type ButtonProps } from '@mantine/core';
import { useEffect, useRef, type ButtonHTMLAttributes, type FocusEvent } from 'react';

export interface DangerButtonProps
  extends Omit<ButtonProps, 'color'>, Omit<ButtonHTMLAttributes<HTMLButtonElement>, keyof ButtonProps | 'autoFocus'> {
  /** A dialog never focuses it when it opens: one press of Enter must not delete anything. */
  readonly 'data-autofocus'?: never;
}

const SAFE = ['button:not(:disabled)', 'input:not([type=hidden]):not(:disabled)', 'a[href]', 'select', 'textarea']
  .map((selector) => `${selector}:not([data-destructive])`)
  .join(', ');

/** A button that deletes or ends something. It can be reached by Tab, but never has the focus when a dialog opens. */
export function DangerButton({ variant = 'filled', ...props }: DangerButtonProps) {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    // Before a dialog moves the focus into itself, which it does in a timer.
    const dialog = dialogOf(button.current);
    if (dialog === null || dialog.querySelector('[data-autofocus]') !== null) return;
    dialog.querySelector(SAFE)?.setAttribute('data-autofocus', '');
  }, []);
  return (
    <Button
      {...props}
      ref={button}
      variant={variant}
      color={variant === 'filled' ? 'var(--lintel-danger)' : 'var(--lintel-wrong)'}
      data-destructive
      onFocus={refuseFirstFocus}
    />
  );
}

function dialogOf(element: Element | null): HTMLElement | null {
  return element?.closest<HTMLElement>('[role="dialog"]') ?? null;
}

/** A dialog without any other element has nowhere to put the focus that comes from outside. */
function refuseFirstFocus({ currentTarget, relatedTarget }: FocusEvent<HTMLButtonElement>): void {
  const dialog = dialogOf(currentTarget);
  if (dialog === null || dialog.querySelector(SAFE) !== null) return;
  if (!(relatedTarget instanceof Node && dialog.contains(relatedTarget))) currentTarget.blur();
}
