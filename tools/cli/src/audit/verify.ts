import { type AuditHead } from '@lintel/data';
import { type CommandContext } from '../command-context';
import { counted } from '../terminal/wording';
import { withAuditTrail, type AuditPlace } from './audit-place';

export interface VerifyOptions extends AuditPlace {
  /** A head that was stored elsewhere. */
  readonly expect?: AuditHead;
}

/** Proves that the trail is unchanged, or names the first entry that was changed. */
export async function verify(options: VerifyOptions, context: CommandContext): Promise<void> {
  await withAuditTrail(options, context, async (trail) => {
    context.terminal.progress('Reading the audit trail …');
    const verification = await trail.verify({ expectedHead: options.expect });
    const { entries, head, broken } = verification;
    const answer = { command: 'audit verify', ...verification };
    if (broken !== null) {
      context.outcome.exitCode = 1;
      const text = `The audit trail is broken at entry ${broken.sequence}. ${broken.reason}
The ${counted(entries)} entries before it are unchanged. Keep a copy of the database in its current state.`;
      context.terminal.result(answer, text);
      return;
    }
    const text =
      head === null
        ? 'The audit trail has no entries yet.'
        : `The audit trail is intact: ${counted(entries)} entries.
head: ${head.sequence}:${head.hash}
Store the head elsewhere: with --expect it proves later that no entry was removed or rewritten.`;
    context.terminal.result(answer, text);
  });
}
