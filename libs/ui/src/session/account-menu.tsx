'use client';

import { type Grant } from '@lintel/contracts';
import { EVERY_VERTICAL } from '@lintel/contracts';
import { Button, Menu, Modal } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { useAction } from '../action/use-action';
import { KeyIcon, LeaveIcon, ModelIcon, PersonIcon } from '../icons/icons';
import { useUiMessages } from '../language/language-provider';
import { type UiMessages } from '../language/ui-english';
import { appName } from '../shell/app-name';
import shell from '../shell/app-shell.module.css';
import { type OtherApp } from '../shell/use-other-apps';
import { ChangePasswordForm } from './change-password-form';
import { useSession } from './session-context';
import classes from './account-menu.module.css';

/** Shows who is signed in and with which roles, links to the other apps, and signs out. */
export function AccountMenu({ apps = [] }: { readonly apps?: readonly OtherApp[] }) {
  const text = useUiMessages();
  const { identity, signInName, signOut, changePassword } = useSession();
  const { run } = useAction();
  const [changing, change] = useDisclosure(false);
  const { name, grants } = identity;
  return (
    <>
      <Menu position="bottom-end" width={260}>
        <Menu.Target>
          <Button
            variant="subtle"
            color="gray"
            h={36}
            px={8}
            fw={500}
            maw={200}
            className={shell['tool']}
            aria-label={text.session.account(name)}
            leftSection={<PersonIcon />}
          >
            <span className={`${shell['wideOnly']} ${classes['short']}`}>{name}</span>
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <div className={classes['who']}>
            <strong>{name}</strong>
            {signInName !== null && <span>{signInName}</span>}
            <ul className={classes['roles']}>
              {describeGrants(grants, text.session).map((role) => (
                <li key={role}>{role}</li>
              ))}
            </ul>
          </div>
          <Menu.Divider />
          {apps.map(({ app, url }) => (
            <Menu.Item key={app} component="a" href={url} leftSection={<ModelIcon size={18} />}>
              {appName(app, text.shell.apps)}
            </Menu.Item>
          ))}
          {apps.length > 0 && <Menu.Divider />}
          {signInName !== null && (
            <Menu.Item leftSection={<KeyIcon size={18} />} onClick={change.open}>
              {text.session.changePassword}
            </Menu.Item>
          )}
          <Menu.Item leftSection={<LeaveIcon size={18} />} onClick={() => void run(signOut)}>
            {text.session.signOut}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Modal opened={changing} onClose={change.close} title={text.session.changePassword} centered zIndex={300}>
        <ChangePasswordForm
          signInName={signInName}
          change={changePassword}
          onChanged={() => {
            change.close();
            notifications.show({ message: text.session.passwordChanged });
          }}
          otherwise={
            <Button variant="default" onClick={change.close}>
              {text.action.cancel}
            </Button>
          }
        />
      </Modal>
    </>
  );
}

function describeGrants(
  grants: readonly Grant[],
  { roles, verticals, inVertical, noRole }: UiMessages['session'],
): string[] {
  if (grants.length === 0) return [noRole];
  return grants.map(({ vertical, role }) =>
    vertical === EVERY_VERTICAL ? roles[role] : inVertical(roles[role], appName(vertical, verticals)),
  );
}
