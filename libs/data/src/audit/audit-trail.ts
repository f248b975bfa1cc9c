import { LintelError, type AuditEntry, type AuditQuery, type AuditVerification } from '@lintel/contracts';
import type { DataSource } from '../database/orm';
import type { Transaction } from '@lintel/streams';
import { AppendQueue } from './append-queue';
import { appendEntries, findEntries } from './audit-rows';
import { prepareEntry, type AuditHead, type NewAuditEntry } from './chained-entry';
import { verifyTrail } from './verify-trail';

export interface AuditPage {
  readonly items: AuditEntry[];
  /** Null if there are no older entries. */
  readonly nextCursor: string | null;
}

/**
 * Who viewed or changed what, when, and why. Each entry contains the hash of the previous one, so changed, inserted or
 * removed entries are detected. Removing the last entries is detected only if the head is also stored elsewhere.
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
   * Appends an entry. The entry is committed when this resolves; with a transaction it commits with that, or leaves no
   * trace and no gap.
   * @param transaction READ COMMITTED; append as its last step: until it ends, no other writer can append
   * @throws LintelError INVALID_ARGUMENT if the details are not JSON; also database errors
   */
  async append(entry: NewAuditEntry, transaction?: Transaction): Promise<AuditEntry> {
    const prepared = prepareEntry(entry, this.now());
    if (transaction === undefined) return this.queue.add(prepared);
    return (await appendEntries(transaction, [prepared]))[0]!;
  }

  /**
   * Newest first.
   * @param verticals whose entries may be seen; default: all
   * @throws LintelError INVALID_ARGUMENT if the cursor was not issued by this service
   */
  async page({ limit, cursor, ...filter }: AuditQuery, verticals?: readonly string[]): Promise<AuditPage> {
    const before = cursor === undefined ? undefined : readCursor(cursor);
    const found = await findEntries(this.database, { ...filter, before, verticals }, limit + 1);
    const items = found.slice(0, limit);
    return { items, nextCursor: found.length > limit ? String(items.at(-1)!.sequence) : null };
  }

  /**
   * Whether the trail is unchanged; if it is not, the first altered entry and why.
   * @param expectedHead the head of an earlier verification, stored elsewhere
   */
  verify({ expectedHead }: { readonly expectedHead?: AuditHead | undefined } = {}): Promise<AuditVerification> {
    return verifyTrail(this.database, expectedHead);
  }
}

function readCursor(cursor: string): number {
  if (/^[1-9]\d{0,15}$/.test(cursor)) return Number(cursor);
  throw new LintelError('INVALID_ARGUMENT', {
    problem: 'This cursor was not issued by this service.',
    expected: 'the nextCursor of the previous page',
    received: cursor,
    cure: 'Omit the cursor to start with the newest.',
  });
}
