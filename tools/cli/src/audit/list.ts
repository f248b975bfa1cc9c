import { type AuditEntry, type AuditQuery } from '@lintel/contracts';
import { type CommandContext } from '../command-context';
import { table } from '../terminal/wording';
import { withAuditTrail, type AuditPlace } from './audit-place';

export interface ListAuditOptions extends AuditPlace, Omit<AuditQuery, 'cursor'> {
  /** Only entries older than this one. */
  readonly before?: number;
}

const HEAD = ['entry', 'when', 'who', 'action', 'subject', 'app', 'outcome', 'why'];

/** The newest entries of the trail. */
export async function listAudit(
  { before, limit, action, actor, subject, vertical, outcome, ...place }: ListAuditOptions,
  context: CommandContext,
): Promise<void> {
  await withAuditTrail(place, context, async (trail) => {
    const cursor = before === undefined ? undefined : String(before);
    const { items, nextCursor } = await trail.page({ limit, cursor, action, actor, subject, vertical, outcome });
    const older = nextCursor === null ? '' : `\nOlder entries: --before ${nextCursor}`;
    const text = items.length === 0 ? 'There are no such entries.' : `${table(HEAD, items.map(rowOf))}${older}`;
    context.terminal.result({ command: 'audit list', entries: items, nextCursor }, text);
  });
}

function rowOf({ sequence, at, actor, action, subject, vertical, outcome, reason }: AuditEntry): string[] {
  const what = subject === null ? '-' : `${subject.kind} ${subject.id}`;
  return [String(sequence), at, actor.name, action, what, vertical, outcome, reason ?? ''];
}
