import { LintelError, newAccountSchema, type Account, type Grant } from '@lintel/contracts';
import { ensureAdministrator } from '@lintel/data';
import { z } from 'zod';
import { type CommandContext } from '../command-context';
import { table } from '../terminal/wording';
import { grantText } from './access-values';
import { withIdentities, type PlaceOptions } from './identity-place';

export interface CreateOptions extends PlaceOptions {
  readonly signInName: string;
  readonly name?: string;
  readonly grant?: readonly Grant[];
}

export interface NamedOptions extends PlaceOptions {
  readonly signInName: string;
}

const ONCE = 'The password is shown once and must be changed at the first sign-in.';

export async function create(options: CreateOptions, context: CommandContext): Promise<void> {
  const { signInName, name = signInName, grant = [] } = options;
  const account = newAccountSchema.safeParse({ signInName, name, grants: grant });
  if (!account.success) throw notPossible(account.error);
  await withIdentities(options, context, async ({ accounts, by, note }) => {
    const made = await accounts.create({ ...account.data, createdBy: by });
    await note('account.created', { kind: 'account', id: made.account.id });
    tellPassword('accounts create', made.account.signInName, made.password, context);
  });
}

export async function list(options: PlaceOptions, context: CommandContext): Promise<void> {
  await withIdentities(options, context, async ({ accounts }) => {
    const found = await accounts.list();
    const rows = found.map((account) => [
      account.signInName,
      account.name,
      account.grants.map(grantText).join(', ') || '-',
      stateOf(account),
      account.lastSignInAt ?? '-',
    ]);
    const text = table(['sign-in name', 'name', 'roles', 'state', 'last sign-in'], rows);
    context.terminal.result(
      { command: 'accounts list', accounts: found },
      rows.length === 0 ? 'There are no accounts yet: lintel accounts bootstrap' : text,
    );
  });
}

export async function resetPassword(options: NamedOptions, context: CommandContext): Promise<void> {
  await withIdentities(options, context, async ({ accounts, note }) => {
    const { id, signInName } = await accounts.named(options.signInName);
    const { password } = await accounts.resetPassword(id);
    await note('account.password-reset', { kind: 'account', id });
    tellPassword('accounts reset-password', signInName, password, context);
  });
}

export async function disable(options: NamedOptions, context: CommandContext): Promise<void> {
  await withIdentities(options, context, async ({ accounts, note }) => {
    const { id, signInName } = await accounts.named(options.signInName);
    await accounts.change(id, { disabled: true });
    await note('account.disabled', { kind: 'account', id });
    context.terminal.result({ command: 'accounts disable', signInName }, `${signInName} is disabled and signed out.`);
  });
}

/** Creates the first administrator of a new installation. */
export async function bootstrap(options: PlaceOptions, context: CommandContext): Promise<void> {
  await withIdentities(options, context, async ({ database }) => {
    const made = await ensureAdministrator(database);
    if (made === undefined) {
      const text = 'An administrator exists already: lintel accounts reset-password sets a new password.';
      context.terminal.result({ command: 'accounts bootstrap', made: false }, text);
      return;
    }
    tellPassword('accounts bootstrap', made.signInName, made.password, context);
  });
}

function tellPassword(command: string, signInName: string, password: string, { terminal }: CommandContext): void {
  terminal.result({ command, signInName, password }, `sign-in name  ${signInName}\npassword      ${password}\n${ONCE}`);
}

function stateOf({ disabled, lockedUntil, external, mustChangePassword }: Account): string {
  if (disabled) return 'disabled';
  if (lockedUntil !== null) return `locked until ${lockedUntil}`;
  if (external) return 'by identity provider';
  return mustChangePassword ? 'must change password' : 'active';
}

export function notPossible(error: z.ZodError): LintelError {
  return new LintelError('INVALID_ARGUMENT', {
    problem: 'This account or key cannot be created.',
    received: z.prettifyError(error),
    cure: 'Correct the named values; --help describes them.',
  });
}
