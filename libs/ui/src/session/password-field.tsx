'use client';

import { PasswordInput } from '@mantine/core';
import { useState, type KeyboardEvent, type Ref } from 'react';
import { EyeIcon, EyeOffIcon } from '../icons/icons';
import { useUiMessages } from '../language/language-provider';
import classes from './entrance.module.css';

export interface PasswordFieldProps {
  readonly label: string;
  /** Tells the browser's password manager which password it is. */
  readonly autoComplete: 'current-password' | 'new-password';
  readonly name: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly description?: string;
  readonly error?: string | null;
  readonly inputRef?: Ref<HTMLInputElement>;
  readonly autoFocus?: boolean;
}

/** A password field that can show its content, with a note if Caps Lock is on. */
export function PasswordField({
  label,
  description,
  error = null,
  onChange,
  inputRef,
  autoFocus = false,
  ...input
}: PasswordFieldProps) {
  const text = useUiMessages().session;
  const [capsLock, setCapsLock] = useState(false);
  // A key event from the browser's autofill has no modifiers.
  const look = (event: KeyboardEvent): void => {
    if (typeof event.getModifierState === 'function') setCapsLock(event.getModifierState('CapsLock'));
  };
  return (
    <div>
      <PasswordInput
        {...input}
        {...(inputRef === undefined ? {} : { ref: inputRef })}
        {...(autoFocus ? { autoFocus, 'data-autofocus': true } : {})}
        label={label}
        description={description}
        error={error}
        onChange={(event) => onChange(event.currentTarget.value)}
        onKeyDown={look}
        onKeyUp={look}
        onBlur={() => setCapsLock(false)}
        autoCapitalize="none"
        spellCheck={false}
        visibilityToggleIcon={({ reveal }) => (reveal ? <EyeOffIcon size={18} /> : <EyeIcon size={18} />)}
        visibilityToggleButtonProps={{ 'aria-label': text.showPassword(label), tabIndex: 0 }}
      />
      <p className={`${classes['small']} ${classes['hint']}`} role="status">
        {capsLock ? text.capsLock : ''}
      </p>
    </div>
  );
}
