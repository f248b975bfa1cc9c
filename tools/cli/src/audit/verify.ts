import { type AuditHead } from '@lintel/data';
import { type CommandContext } from '../command-context';
import { counted } from '../terminal/wording';
import { withAuditTrail, type AuditPlace } from './audit-place';

export interface VerifyOptions extends AuditPlace {
  /** A head that was written down elsewhere. */
  readonly expect?: AuditHead;
}

/** Proves that the trail is as it was written, or names the first entry that is not. */
export async function verify(options: VerifyOptions, context: CommandContext): Promise<void> {
  await withAuditTrail(options, context, async (trail) => {
    context.terminal.progress('Reading the audit trail …');
    const verification = await trail.verify({ expectedHead: options.expect });
    const { entries, head, broken } = verification;
    const answer = { command: 'audit verify', ...verification };
    if (broken !== null) {
      context.outcome.exitCode = 1;
      const text = `The audit trail is broken at entry ${broken.sequence}. ${broken.reason}
The ${counted(entries)} entries before it are as they were written. Keep a copy of the database as it is.`;
      context.terminal.result(answer, text);
      return;
    }
    const text =
      head === null
        ? 'The audit trail has no entry yet.'
        : `The audit trail is intact: ${counted(entries)} entries.
head: ${head.sequence}:${head.hash}
Keep the head elsewhere: with --expect it proves later that nothing was cut off or written anew.`;
    context.terminal.result(answer, text);
  });
}
