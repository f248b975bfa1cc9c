'use client';

import { type Account } from '@lintel/contracts';
import { MoreIcon, useAction, useConfirm } from '@lintel/ui';
import { ActionIcon, Menu } from '@mantine/core';
import { useText } from '../language/text';
import { changeAccount, resetPassword, signOutEverywhere, type CreatedAccount } from './accounts-api';

export interface AccountActionsProps {
  readonly account: Account;
  /** Id of the current person, who can't disable their own account. */
  readonly own: boolean;
  readonly onEdit: (account: Account) => void;
  /** Receives the new password, which is shown once. */
  readonly onMade: (created: CreatedAccount) => void;
  readonly onChanged: () => void;
}

/** The actions for an account. */
export function AccountActions({ account, own, onEdit, onMade, onChanged }: AccountActionsProps) {
  const text = useText().accounts;
  const confirm = useConfirm();
  const { run, pending } = useAction();
  const { id, name, disabled, external } = account;

  const reset = async (): Promise<void> => {
    const sure = await confirm({
      title: text.resetPasswordTitle(name),
      body: text.resetPasswordBody,
      action: text.resetPasswordAction,
      destructive: true,
    });
    if (!sure) return;
    await run(() => resetPassword(id), {
      onDone: (created) => {
        onMade(created);
        onChanged();
      },
    });
  };
  const signOut = async (): Promise<void> => {
    const sure = await confirm({
      title: text.signOutTitle(name),
      body: text.signOutBody,
      action: text.signOutAction,
    });
    if (sure) await run(() => signOutEverywhere(id), { done: text.signedOut(name), onDone: onChanged });
  };
  const disable = async (): Promise<void> => {
    const sure = await confirm({
      title: text.disableTitle(name),
      body: text.disableBody,
      action: text.disableAction,
      destructive: true,
    });
    if (!sure) return;
    await run(() => changeAccount(id, { disabled: true }), { done: text.disabled(name), onDone: onChanged });
  };
  const enable = (): Promise<void> =>
    run(() => changeAccount(id, { disabled: false }), { done: text.enabled(name), onDone: onChanged });

  return (
    <Menu position="bottom-end" width={230}>
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={32}
          loading={pending}
          aria-label={`${text.column.actions}: ${name}`}
        >
          <MoreIcon />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => onEdit(account)}>{text.edit}</Menu.Item>
        {!external && !own && <Menu.Item onClick={() => void reset()}>{text.resetPassword}</Menu.Item>}
        <Menu.Item onClick={() => void signOut()}>{text.signOut}</Menu.Item>
        {disabled ? (
          <Menu.Item onClick={() => void enable()}>{text.enable}</Menu.Item>
        ) : (
          <Menu.Item disabled={own} onClick={() => void disable()}>
            {own ? text.disableOwn : text.disable}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
