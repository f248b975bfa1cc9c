import { type Command, Option } from 'commander';
import { type CommandContext } from '../command-context';
import { loadCommand } from '../load-command';
import { examples } from '../option-values';
import { expiry, grant, scope } from './access-values';
import { type CreateOptions, type NamedOptions } from './accounts';
import { type PlaceOptions } from './identity-place';
import { type CreateKeyOptions, type RevokeOptions } from './keys';

const WHERE = '\nWhere: --database, else DATABASE_URL, else the running `npm start`.';
const GRANT = 'a role: operator@ecommerce, or admin for all verticals; may be repeated';
const ROLES = '\nRoles: viewer, operator, reviewer, admin; each includes the permissions of the ones before it.';

/** `lintel accounts …` and `lintel keys …`: who may sign in, and the API keys of machines. */
export function addAccountCommands(program: Command, context: CommandContext): void {
  const group = (name: string, summary: string, ...shown: string[]) => {
    const parent = program
      .command(name)
      .description(summary)
      .addHelpText('after', examples(...shown));
    return (child: string, about: string, ...lines: string[]): Command =>
      parent
        .command(child)
        .description(about)
        .addOption(new Option('--database <url>', 'the accounts in this PostgreSQL').conflicts('dataDir'))
        .option('--data-dir <dir>', 'the running `npm start` with this data folder (default: .lintel of this checkout)')
        .option('--json', 'print one JSON object on the last line of stdout')
        .addHelpText('after', `${examples(...lines)}${WHERE}`);
  };
  const by = (command: Command): Command =>
    command.option('--by <name>', 'the name recorded in the audit trail (default: the user of the shell)');

  const account = group('accounts', 'Manage the accounts of people.', 'lintel accounts list');
  by(
    account(
      'create',
      'Create an account with a random password.',
      'lintel accounts create --sign-in-name ada --grant operator@ecommerce',
    ),
  )
    .requiredOption('--sign-in-name <name>', 'letters, digits and . _ @ + -; cannot be changed later')
    .option('--name <name>', 'shown to others (default: the sign-in name)')
    .option('--grant <role>', GRANT, grant)
    .addHelpText('after', ROLES)
    .action(async (options: CreateOptions) => loadCommand.accounts().create(options, context));
  account('list', 'List the accounts and their roles.', 'lintel accounts list').action(async (options: PlaceOptions) =>
    loadCommand.accounts().list(options, context),
  );
  by(
    account(
      'reset-password',
      'Set a new random password, unlock the account and sign it out.',
      'lintel accounts reset-password --sign-in-name admin',
    ),
  )
    .requiredOption('--sign-in-name <name>', 'of the account')
    .action(async (options: NamedOptions) => loadCommand.accounts().resetPassword(options, context));
  by(account('disable', 'Disable an account and sign it out.', 'lintel accounts disable --sign-in-name ada'))
    .requiredOption('--sign-in-name <name>', 'of the account')
    .action(async (options: NamedOptions) => loadCommand.accounts().disable(options, context));
  account(
    'bootstrap',
    'Create the first administrator of a new installation.',
    'lintel accounts bootstrap --database postgres://…',
  ).action(async (options: PlaceOptions) => loadCommand.accounts().bootstrap(options, context));

  const key = group('keys', 'Manage the API keys of machines.', 'lintel keys list');
  by(
    key(
      'create',
      'Create a key.',
      'lintel keys create --name till-3 --grant operator@ecommerce --scope predictions:make',
    ),
  )
    .requiredOption('--name <name>', 'of the machine')
    .requiredOption('--grant <role>', GRANT, grant)
    .option(
      '--scope <permission>',
      'limit the key to this permission of its roles; may be repeated (default: all of them)',
      scope,
    )
    .option('--expires <days>', 'days from now, or never', expiry, 365)
    .addHelpText('after', ROLES)
    .action(async (options: CreateKeyOptions) => loadCommand.keys().createKey(options, context));
  key('list', 'List the keys, including expired and revoked ones.', 'lintel keys list').action(
    async (options: PlaceOptions) => loadCommand.keys().listKeys(options, context),
  );
  by(key('revoke', 'Revoke a key.', 'lintel keys revoke --prefix k7mwp3tx'))
    .requiredOption('--prefix <prefix>', 'the middle part of the key: lintel_<prefix>_…')
    .action(async (options: RevokeOptions) => loadCommand.keys().revokeKey(options, context));
}
