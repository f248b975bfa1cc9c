import { LintelError, type AuditEntry, type AuditQuery, type AuditVerification } from '@lintel/contracts';
import type { DataSource } from '../database/orm';
import type { Transaction } from '../streams/delivery/transaction';
import { AppendQueue } from './append-queue';
import { appendEntries, findEntries } from './audit-rows';
import { prepareEntry, type AuditHead, type NewAuditEntry } from './chained-entry';
import { verifyTrail } from './verify-trail';

export interface AuditPage {
  readonly items: AuditEntry[];
  /** Null: there are no older ones. */
  readonly nextCursor: string | null;
}

/**
 * Who saw or changed what, when, and why. Each entry holds the hash of the one before, so that none can be changed,
 * put in or left out unseen; the last ones can be cut off unseen only where nobody has written the head down elsewhere.
 */
export class AuditTrail {
  private readonly queue: AppendQueue;

  constructor(
    private readonly database: DataSource,
    private readonly now: () => Date = () => new Date(),
  ) {
    this.queue = new AppendQueue((entries) =>
      database.transaction((transaction) => appendEntries(transaction, entries)),
    );
  }

  /**
   * Writes an entry at the end. It is committed when this resolves; with a transaction it is committed with that, or
   * leaves no trace and no gap.
   * @param transaction READ COMMITTED; let this be the last thing that it does: until it ends, nobody else can append
   * @throws LintelError INVALID_ARGUMENT where the details are not JSON; and what the database throws
   */
  async append(entry: NewAuditEntry, transaction?: Transaction): Promise<AuditEntry> {
    const prepared = prepareEntry(entry, this.now());
    if (transaction === undefined) return this.queue.add(prepared);
    return (await appendEntries(transaction, [prepared]))[0]!;
  }

  /**
   * Newest first.
   * @param verticals whose entries may be seen; default: of all
   * @throws LintelError INVALID_ARGUMENT for a cursor that is none of ours
   */
  async page({ limit, cursor, ...filter }: AuditQuery, verticals?: readonly string[]): Promise<AuditPage> {
    const before = cursor === undefined ? undefined : readCursor(cursor);
    const found = await findEntries(this.database, { ...filter, before, verticals }, limit + 1);
    const items = found.slice(0, limit);
    return { items, nextCursor: found.length > limit ? String(items.at(-1)!.sequence) : null };
  }

  /**
   * Whether the trail is as it was written; where not, the first entry that is not, and why.
   * @param expectedHead the head of a verification before, kept elsewhere
   */
  verify({ expectedHead }: { readonly expectedHead?: AuditHead | undefined } = {}): Promise<AuditVerification> {
    return verifyTrail(this.database, expectedHead);
  }
}

function readCursor(cursor: string): number {
  if (/^[1-9]\d{0,15}$/.test(cursor)) return Number(cursor);
  throw new LintelError('INVALID_ARGUMENT', {
    problem: 'The cursor is none that this service gave out.',
    expected: 'the nextCursor of the page before',
    received: cursor,
    cure: 'Leave the cursor out to start with the newest.',
  });
}
