'use client';

import { type Session } from '@lintel/contracts';
import { Button, Stack } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useAction } from '../action/use-action';
import { useUiMessages } from '../language/language-provider';
import { ChangePasswordForm } from './change-password-form';
import { type SessionKeeper } from './session-keeper';
import classes from './entrance.module.css';

export interface ChangePasswordScreenProps {
  readonly session: Session;
  readonly keeper: SessionKeeper;
}

/** Replaces the app while the password is one that was given out by another person. */
export function ChangePasswordScreen({ session: { signInName }, keeper }: ChangePasswordScreenProps) {
  const text = useUiMessages().session;
  const { run, pending } = useAction();
  return (
    <Stack gap="lg">
      <title>{`${text.changePassword} · Lintel`}</title>
      <div>
        <h1 className={classes['title']}>{text.ownPassword}</h1>
        <p className={classes['why']}>{text.ownPasswordWhy}</p>
      </div>
      <ChangePasswordForm
        signInName={signInName}
        typed={keeper.typedPassword}
        change={(current, next) => keeper.changePassword(current, next)}
        onChanged={() => notifications.show({ message: text.passwordChanged })}
        otherwise={
          <Button variant="subtle" color="gray" loading={pending} onClick={() => void run(() => keeper.leave())}>
            {text.signOut}
          </Button>
        }
      />
    </Stack>
  );
}
