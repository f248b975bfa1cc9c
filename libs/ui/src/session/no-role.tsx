'use client';

import { Button } from '@mantine/core';
import { useAction } from '../action/use-action';
import { PersonIcon } from '../icons/icons';
import { useUiMessages } from '../language/language-provider';
import { StateMessage } from '../state/state-message';
import { useSession } from './session-context';

/** Shown to a person whose account has no role: why the app is empty, and whom to ask. */
export function NoRole() {
  const text = useUiMessages().session;
  const { identity, signInName, signOut } = useSession();
  const { run, pending } = useAction();
  return (
    <StateMessage
      kind="empty"
      icon={<PersonIcon size={26} />}
      title={text.noRoleTitle}
      actions={
        <Button variant="default" loading={pending} onClick={() => void run(signOut)}>
          {text.signOut}
        </Button>
      }
    >
      <p>{text.noRoleBody(signInName ?? identity.name)}</p>
    </StateMessage>
  );
}
