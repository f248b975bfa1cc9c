import { type Command, Option } from 'commander';
import { type CommandContext } from '../command-context';
import { loadCommand } from '../load-command';
import { examples } from '../option-values';
import { expiry, grant, scope } from './access-values';
import { type CreateOptions, type NamedOptions } from './accounts';
import { type PlaceOptions } from './identity-place';
import { type CreateKeyOptions, type RevokeOptions } from './keys';

const WHERE = '\nWhere: --database, else DATABASE_URL, else the running `npm start`.';
const GRANT = 'a role: operator@ecommerce, or admin for all verticals; may be given several times';
const ROLES = '\nRoles: viewer, operator, reviewer, admin; each may do what the ones before it may.';

/** `lintel accounts …` and `lintel keys …`: who may sign in, and which machines have a key. */
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
        .option('--json', 'one JSON object on the last line of stdout')
        .addHelpText('after', `${examples(...lines)}${WHERE}`);
  };
  const by = (command: Command): Command =>
    command.option('--by <name>', 'who does it, for the audit trail (default: the user of the shell)');

  const account = group('accounts', 'People who may sign in.', 'lintel accounts list');
  by(
    account(
      'create',
      'Make an account with a random password.',
      'lintel accounts create --sign-in-name ada --grant operator@ecommerce',
    ),
  )
    .requiredOption('--sign-in-name <name>', 'letters, digits and . _ @ + -; never changed')
    .option('--name <name>', 'shown to others (default: the sign-in name)')
    .option('--grant <role>', GRANT, grant)
    .addHelpText('after', ROLES)
    .action(async (options: CreateOptions) => loadCommand.accounts().create(options, context));
  account('list', 'The accounts, with what they may do.', 'lintel accounts list').action(
    async (options: PlaceOptions) => loadCommand.accounts().list(options, context),
  );
  by(
    account(
      'reset-password',
      'Give a new random password; unlock the account, and sign it out.',
      'lintel accounts reset-password --sign-in-name admin',
    ),
  )
    .requiredOption('--sign-in-name <name>', 'of the account')
    .action(async (options: NamedOptions) => loadCommand.accounts().resetPassword(options, context));
  by(account('disable', 'Let somebody in no more, and sign them out.', 'lintel accounts disable --sign-in-name ada'))
    .requiredOption('--sign-in-name <name>', 'of the account')
    .action(async (options: NamedOptions) => loadCommand.accounts().disable(options, context));
  account(
    'bootstrap',
    'Make the first administrator of a new installation.',
    'lintel accounts bootstrap --database postgres://…',
  ).action(async (options: PlaceOptions) => loadCommand.accounts().bootstrap(options, context));

  const key = group('keys', 'API keys of machines.', 'lintel keys list');
  by(
    key(
      'create',
      'Make a key.',
      'lintel keys create --name till-3 --grant operator@ecommerce --scope predictions:make',
    ),
  )
    .requiredOption('--name <name>', 'of the machine')
    .requiredOption('--grant <role>', GRANT, grant)
    .option('--scope <permission>', 'of what the roles allow, only that; several times (default: all of it)', scope)
    .option('--expires <days>', 'days from now, or never', expiry, 365)
    .addHelpText('after', ROLES)
    .action(async (options: CreateKeyOptions) => loadCommand.keys().createKey(options, context));
  key('list', 'The keys, also those that are over.', 'lintel keys list').action(async (options: PlaceOptions) =>
    loadCommand.keys().listKeys(options, context),
  );
  by(key('revoke', 'Let a key open nothing any more.', 'lintel keys revoke --prefix k7mwp3tx'))
    .requiredOption('--prefix <prefix>', 'the middle part of the key: lintel_<prefix>_…')
    .action(async (options: RevokeOptions) => loadCommand.keys().revokeKey(options, context));
}
