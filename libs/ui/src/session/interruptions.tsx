'use client';

import { Button, Modal, Stack } from '@mantine/core';
import { useAction } from '../action/use-action';
import { useUiMessages } from '../language/language-provider';
import { ChangePasswordForm } from './change-password-form';
import { type SessionKeeper } from './session-keeper';
import { type SessionState } from './session-state';
import { SignInWays } from './sign-in-ways';
import entrance from './entrance.module.css';
import classes from './interruptions.module.css';

export interface InterruptionsProps {
  readonly state: SessionState & { readonly kind: 'signed-in' };
  readonly keeper: SessionKeeper;
}

/** Above every dialog and notification of the page. */
const Z_INDEX = 500;

/** Shown above the page of a person who has to sign in again or change the password. The page stays. */
export function Interruptions({ state: { session, interruption }, keeper }: InterruptionsProps) {
  const text = useUiMessages().session;
  const { run, pending } = useAction();
  const { identity, signInName } = session;
  return (
    <>
      <Modal
        opened={interruption === 'sign-in'}
        onClose={() => keeper.putOff()}
        title={text.ended}
        centered
        zIndex={Z_INDEX}
        closeOnClickOutside={false}
      >
        <Stack>
          <p className={entrance['why']}>{text.endedWhy(identity.name)}</p>
          <SignInWays
            onSignedIn={(found, password) => keeper.arrive(found, password)}
            signInName={signInName ?? ''}
            abovePage
          />
          <Button variant="subtle" color="gray" onClick={() => keeper.putOff()}>
            {text.notNow}
          </Button>
        </Stack>
      </Modal>
      <Modal
        opened={interruption === 'change-password'}
        onClose={() => undefined}
        withCloseButton={false}
        closeOnEscape={false}
        closeOnClickOutside={false}
        title={text.ownPassword}
        centered
        zIndex={Z_INDEX}
      >
        <Stack>
          <p className={entrance['why']}>{text.ownPasswordWhy}</p>
          <ChangePasswordForm
            signInName={signInName}
            typed={keeper.typedPassword}
            change={(current, next) => keeper.changePassword(current, next)}
            onChanged={() => undefined}
            otherwise={
              <Button variant="subtle" color="gray" loading={pending} onClick={() => void run(() => keeper.leave())}>
                {text.signOut}
              </Button>
            }
          />
        </Stack>
      </Modal>
      {interruption === 'put-off' && (
        <aside className={classes['reminder']} role="status">
          <span>{text.putOff}</span>
          <Button size="xs" onClick={() => keeper.wanted()}>
            {text.signIn}
          </Button>
        </aside>
      )}
    </>
  );
}
