import { auditEntrySchema, type AuditEntry } from '@lintel/contracts';
import { type DataSource } from '../database/orm';
import { openPlatformDatabase } from '../platform/platform-database';
import { startTestPostgres, type TestPostgres } from '@lintel/streams/testing/postgres';
import { refusal } from '@lintel/contracts/testing/refusal';
import { AuditTrail } from './audit-trail';
import { hashOf, type NewAuditEntry } from './chained-entry';

let postgres: TestPostgres;
let database: DataSource;
let trail: AuditTrail;

beforeAll(async () => {
  postgres = await startTestPostgres();
  database = await openPlatformDatabase(postgres.url);
});
afterAll(async () => {
  await database.destroy();
  await postgres.stop();
});
beforeEach(async () => {
  await unguarded('TRUNCATE platform.audit_entry');
  trail = new AuditTrail(database);
});

/** As the owner of the database could do. */
async function unguarded(...statements: string[]): Promise<void> {
  await database.transaction(async (transaction) => {
    await transaction.query("SET LOCAL session_replication_role = 'replica'");
    await transaction.query('ALTER TABLE platform.audit_entry DISABLE TRIGGER ALL');
    for (const statement of statements) await transaction.query(statement);
    await transaction.query('ALTER TABLE platform.audit_entry ENABLE TRIGGER ALL');
  });
}

const entry = (changes: Partial<NewAuditEntry> = {}): NewAuditEntry => ({
  actor: { kind: 'person', id: 'a-1', name: 'Ada' },
  action: 'model.promoted',
  subject: { kind: 'model', id: 'shop.goods' },
  vertical: 'shop',
  outcome: 'done',
  reason: 'It is better.',
  correlationId: 'c-12345678',
  details: { number: 3, share: 0.1, tags: ['a', null, true], nested: { b: 1, a: 1e30 } },
  ...changes,
});
async function append(count: number): Promise<AuditEntry[]> {
  const written: AuditEntry[] = [];
  for (let number = 1; number <= count; number += 1) {
    written.push(await trail.append(entry({ correlationId: `c-${number}` })));
  }
  return written;
}
const sequences = async (): Promise<number[]> =>
  (await database.query<AuditEntry[]>('SELECT sequence::int FROM platform.audit_entry ORDER BY sequence')).map(
    ({ sequence }) => sequence,
  );

describe('an entry', () => {
  it('is read as it was written, and hashed as it is read', async () => {
    const odd = { reason: 'half \ud800 and NUL \0', details: { text: 'é \0', left: undefined as unknown as null } };
    const written = await trail.append(entry(odd));
    expect(written).toMatchObject({ sequence: 1, reason: 'half \ufffd and NUL \ufffd', details: { text: 'é \ufffd' } });
    expect(auditEntrySchema.parse(written)).toEqual(written);
    const plain = await trail.append(entry({ subject: null, reason: null }));
    const { items } = await trail.page({ limit: 10 });
    expect(items).toEqual([plain, written]);
    expect(await trail.verify()).toMatchObject({ intact: true, entries: 2 });
  });

  it('whose details are not JSON is refused alone', async () => {
    const bad = entry({ details: { share: Number.NaN } });
    const good = trail.append(entry());
    expect((await refusal(() => trail.append(bad))).code).toBe('INVALID_ARGUMENT');
    expect((await good).sequence).toBe(1);
  });

  it.each([
    "UPDATE platform.audit_entry SET actor_name = 'Grace'",
    'DELETE FROM platform.audit_entry',
    'TRUNCATE platform.audit_entry',
  ])('is there for good: %s is refused', async (statement) => {
    await append(1);
    await expect(database.query(statement)).rejects.toThrow('never changed');
    expect(await trail.verify()).toMatchObject({ intact: true, entries: 1 });
  });
});

describe('appending', () => {
  it('by 500 callers at once, over several processes, leaves one chain without a gap', async () => {
    const others = await Promise.all([1, 2].map(() => openPlatformDatabase(postgres.url, { poolSize: 2 })));
    const trails = [trail, ...others.map((other) => new AuditTrail(other))];
    const written = await Promise.all(
      Array.from({ length: 500 }, (_, index) => trails[index % trails.length]!.append(entry())),
    );
    await Promise.all(others.map((other) => other.destroy()));
    expect(new Set(written.map(({ sequence }) => sequence)).size).toBe(500);
    expect(await sequences()).toEqual(Array.from({ length: 500 }, (_, index) => index + 1));
    expect(await trail.verify()).toMatchObject({ intact: true, entries: 500, head: { sequence: 500 } });
  });

  it('groups what comes at the same time into few transactions', async () => {
    await Promise.all(Array.from({ length: 300 }, () => trail.append(entry())));
    expect(await transactions()).toBeLessThan(10);
  });

  it('in a transaction that is undone leaves no trace and no gap', async () => {
    await append(2);
    const undone = database.transaction(async (transaction) => {
      expect((await trail.append(entry(), transaction)).sequence).toBe(3);
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    await database.transaction(async (transaction) => {
      await trail.append(entry({ correlationId: 'kept' }), transaction);
      await trail.append(entry({ correlationId: 'kept too' }), transaction);
    });
    expect(await sequences()).toEqual([1, 2, 3, 4]);
    expect(await trail.verify()).toMatchObject({ intact: true, entries: 4 });
  });

  it('waits for a transaction that has appended and is not over', async () => {
    let inside!: () => void;
    const appended = new Promise<void>((resolve) => (inside = resolve));
    let release!: () => void;
    const held = new Promise<void>((resolve) => (release = resolve));
    const open = database.transaction(async (transaction) => {
      await trail.append(entry(), transaction);
      inside();
      await held;
    });
    await appended;
    const other = trail.append(entry());
    release();
    await open;
    expect((await other).sequence).toBe(2);
  });

  it('that fails fails for its callers, and the next one is written', async () => {
    await database.query('ALTER TABLE platform.audit_entry RENAME TO hidden');
    await expect(trail.append(entry())).rejects.toThrow('audit_entry');
    await database.query('ALTER TABLE platform.hidden RENAME TO audit_entry');
    expect((await trail.append(entry())).sequence).toBe(1);
  });
});

/** Number of transactions that wrote the current entries. */
async function transactions(): Promise<number> {
  const rows = await database.query<{ n: number }[]>(
    'SELECT count(DISTINCT xmin::text)::int AS n FROM platform.audit_entry',
  );
  return rows[0]!.n;
}

describe('verification names the first broken row and says what is wrong', () => {
  it('of an empty trail and of an unchanged one: nothing', async () => {
    expect(await trail.verify()).toEqual({ intact: true, entries: 0, head: null, broken: null });
    const written = await append(5);
    const { sequence, hash } = written[4]!;
    const head = { sequence, hash };
    expect(await trail.verify()).toEqual({ intact: true, entries: 5, head, broken: null });
    await append(1);
    expect((await trail.verify({ expectedHead: head })).intact).toBe(true);
  });

  it.each([
    ["actor_name = 'Grace'"],
    ["actor_kind = 'program'"],
    ["action = 'model.viewed'"],
    ["subject_id = 'shop.other'"],
    ['subject_id = NULL, subject_kind = NULL'],
    ["vertical = 'clinic'"],
    ["outcome = 'refused'"],
    ['reason = NULL'],
    ["correlation_id = ''"],
    ["at = at + interval '1 millisecond'"],
    ["at = 'infinity'"],
    [`details = '{}'`],
    // The same value in a different notation, and a change that parsing JSON would hide.
    [`details = (' ' || details::text)::json`],
    [`details = replace(details::text, '0.1', '0.10000000000000000000001')::json`],
    [`details = replace(details::text, '{"n', '{"number":4,"n')::json`],
    ["hash = repeat('0', 64)"],
  ])('a field that was changed: %s', async (change) => {
    await append(6);
    await unguarded(`UPDATE platform.audit_entry SET ${change} WHERE sequence = 4`);
    const { intact, broken } = await trail.verify();
    expect(intact).toBe(false);
    expect(broken).toMatchObject({ sequence: 4, reason: expect.stringContaining('content') as string });
  });

  it('a changed link, even if its hash was recomputed', async () => {
    const written = await append(6);
    const { hash: _hash, ...content } = { ...written[2]!, outcome: 'refused' as const };
    await unguarded(
      `UPDATE platform.audit_entry SET outcome = 'refused', hash = '${hashOf(content)}' WHERE sequence = 3`,
    );
    expect((await trail.verify()).broken).toMatchObject({
      sequence: 4,
      reason: expect.stringContaining('does not follow') as string,
    });
  });

  it('a row that was taken out of the middle, or from the beginning', async () => {
    await append(6);
    await unguarded('DELETE FROM platform.audit_entry WHERE sequence = 3');
    expect(await trail.verify()).toMatchObject({
      entries: 2,
      broken: { sequence: 3, reason: 'The entry is missing: entry 4 comes in its place.' },
    });
    await unguarded('DELETE FROM platform.audit_entry WHERE sequence = 1');
    expect((await trail.verify()).broken?.sequence).toBe(1);
  });

  it('a row taken out, and the gap closed', async () => {
    await append(6);
    await unguarded(
      'DELETE FROM platform.audit_entry WHERE sequence = 3',
      ...[4, 5, 6].map((n) => `UPDATE platform.audit_entry SET sequence = ${n - 1} WHERE sequence = ${n}`),
    );
    expect((await trail.verify()).broken?.sequence).toBe(3);
  });

  it('two rows that changed places', async () => {
    await append(6);
    await unguarded(
      'UPDATE platform.audit_entry SET sequence = 1000 WHERE sequence = 3',
      'UPDATE platform.audit_entry SET sequence = 3 WHERE sequence = 5',
      'UPDATE platform.audit_entry SET sequence = 5 WHERE sequence = 1000',
    );
    expect((await trail.verify()).broken?.sequence).toBe(3);
  });

  it('a forged row: at the end, or in the middle with all others moved', async () => {
    await append(4);
    const forge = (sequence: number): string =>
      `INSERT INTO platform.audit_entry SELECT ${sequence}, at, actor_kind, actor_id, 'Grace', action, subject_kind,
       subject_id, vertical, outcome, reason, correlation_id, details, hash, encode(sha256(hash::bytea), 'hex')
       FROM platform.audit_entry WHERE sequence = ${sequence - 1}`;
    await unguarded(forge(5));
    expect((await trail.verify()).broken?.sequence).toBe(5);
    await unguarded('DELETE FROM platform.audit_entry WHERE sequence = 5');
    await unguarded(
      ...[4, 3].map((n) => `UPDATE platform.audit_entry SET sequence = ${n + 1} WHERE sequence = ${n}`),
      forge(3),
    );
    expect((await trail.verify()).broken?.sequence).toBe(3);
  });

  it('a removed end and a rewritten trail, if the head is stored elsewhere', async () => {
    const written = await append(6);
    const { sequence, hash } = written[5]!;
    const expectedHead = { sequence, hash };
    await unguarded('DELETE FROM platform.audit_entry WHERE sequence > 4');
    // Without the expected head, the removal cannot be detected.
    expect((await trail.verify()).intact).toBe(true);
    expect((await trail.verify({ expectedHead })).broken).toMatchObject({
      sequence: 5,
      reason: expect.stringContaining('cut off') as string,
    });
    await append(3);
    expect((await trail.verify()).intact).toBe(true);
    expect((await trail.verify({ expectedHead })).broken).toMatchObject({
      sequence: 6,
      reason: expect.stringContaining('rewritten') as string,
    });
  });

  it('far into a long trail', async () => {
    await Promise.all(Array.from({ length: 4_500 }, () => trail.append(entry())));
    expect(await trail.verify()).toMatchObject({ intact: true, entries: 4_500 });
    await unguarded("UPDATE platform.audit_entry SET reason = 'No.' WHERE sequence = 4001");
    expect((await trail.verify()).broken?.sequence).toBe(4_001);
  });
});

describe('a page', () => {
  it('shows what is asked for, newest first, and goes on where the one before ended', async () => {
    await append(3);
    await trail.append(entry({ action: 'session.refused', vertical: 'platform', outcome: 'refused', subject: null }));
    await trail.append(entry({ actor: { kind: 'machine', id: 'k-1', name: 'robot' } }));
    const first = await trail.page({ limit: 2 });
    expect(first.items.map(({ sequence }) => sequence)).toEqual([5, 4]);
    const second = await trail.page({ limit: 3, cursor: first.nextCursor! });
    expect([second.items.map(({ sequence }) => sequence), second.nextCursor]).toEqual([[3, 2, 1], null]);
    const found = async (query: object, verticals?: string[]): Promise<number[]> =>
      (await trail.page({ limit: 50, ...query }, verticals)).items.map(({ sequence }) => sequence);
    expect(await found({ action: 'session' })).toEqual([4]);
    expect(await found({ action: 'sess' })).toEqual([]);
    expect(await found({ actor: 'robot' })).toEqual([5]);
    expect(await found({ actor: 'k-1' })).toEqual([5]);
    expect(await found({ outcome: 'refused' })).toEqual([4]);
    expect(await found({ subject: 'shop.goods' })).toEqual([5, 3, 2, 1]);
    expect(await found({ vertical: 'platform' })).toEqual([4]);
    expect(await found({}, ['platform'])).toEqual([4]);
    expect(await found({ vertical: 'shop' }, ['platform'])).toEqual([]);
    expect((await refusal(() => trail.page({ limit: 1, cursor: 'x' }))).code).toBe('INVALID_ARGUMENT');
  });
});
