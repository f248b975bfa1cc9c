import { auditEntrySchema } from '@lintel/contracts';
import { type AuditHead } from '@lintel/data';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { type CommandContext } from '../command-context';
import { loadCommand } from '../load-command';
import { examples, wholeNumber } from '../option-values';
import { type ListAuditOptions } from './list';
import { type VerifyOptions } from './verify';

const WHERE = '\nWhere: --database, else DATABASE_URL, else the running `npm start`.';

/** `lintel audit …`: who saw or changed what, and proof that the trail is unchanged. */
export function addAuditCommands(program: Command, context: CommandContext): void {
  const audit = program
    .command('audit')
    .description('Read the audit trail, and verify that it has not been changed.')
    .addHelpText('after', examples('lintel audit verify', 'lintel audit list --action session'));
  const command = (name: string, summary: string, ...shown: string[]): Command =>
    audit
      .command(name)
      .description(summary)
      .addOption(new Option('--database <url>', 'the trail in this PostgreSQL').conflicts('dataDir'))
      .option('--data-dir <dir>', 'the running `npm start` with this data folder (default: .lintel of this checkout)')
      .option('--json', 'one JSON object on the last line of stdout')
      .addHelpText('after', `${examples(...shown)}${WHERE}`);

  command(
    'verify',
    'Verify the whole trail; exits with 1 and names the first entry that was changed.',
    'lintel audit verify',
    'lintel audit verify --expect 1234:9f86d081…',
    'lintel audit verify --json',
  )
    .option('--expect <head>', 'SEQUENCE:HASH, as printed by an earlier verification', readHead)
    .action(async (options: VerifyOptions) => loadCommand.auditVerify()(options, context));

  command('list', 'List the newest entries.', 'lintel audit list --actor Ada', 'lintel audit list --outcome refused')
    .option('--limit <n>', 'maximum number of entries', wholeNumber(1, 200), 50)
    .option('--before <n>', 'entries older than this one', wholeNumber(1, Number.MAX_SAFE_INTEGER))
    .option('--action <name>', 'such as model.promoted; session matches all actions that begin with it')
    .option('--actor <who>', 'id or name')
    .option('--subject <id>', 'id of the subject')
    .option('--vertical <name>', 'only this app; platform: entries that belong to no app')
    .addOption(new Option('--outcome <how>', 'outcome of the action').choices(auditEntrySchema.shape.outcome.options))
    .action(async (options: ListAuditOptions) => loadCommand.auditList()(options, context));
}

function readHead(text: string): AuditHead {
  const [, sequence, hash] = /^([1-9]\d{0,15}):([0-9a-f]{64})$/.exec(text.trim()) ?? [];
  if (sequence !== undefined && hash !== undefined) return { sequence: Number(sequence), hash };
  throw new InvalidArgumentError('Expected SEQUENCE:HASH, such as the head that `lintel audit verify` prints.');
}
