import { LintelError } from '@lintel/contracts';
import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { DataSource } from '../database/orm';
import { readRows, rowTime, type Transaction } from '@lintel/streams';
import { KEY_BYTES } from './authenticated-cipher';
import type { DataKeys } from './data-keys';
import { KeyCache } from './key-cache';
import { subjectErased, type SubjectKey } from './sealed-value';

export interface SubjectKeysOptions {
  /** How long other processes may still cache a key that was destroyed here. Default: 30,000. */
  readonly cacheMs?: number;
}

/** A subject's keys in one vertical, as returned by `find`. */
export interface KnownSubject {
  readonly subjectHash: string;
  /** Including destroyed keys, oldest first. */
  readonly keyIds: readonly string[];
  readonly since: string | null;
  readonly erasedAt: string | null;
}

const CACHE_MS = 30_000;
const LOOKUP_SECRET = 'subject-lookup';

const keyRow = z.object({ id: z.uuid(), masterKeyId: z.string(), wrapped: z.instanceof(Buffer) });
const secretRow = keyRow.omit({ id: true });
const subjectRow = z.object({ id: z.uuid(), createdAt: rowTime, destroyedAt: rowTime.nullable() });
const COLUMNS = 'id, master_key_id AS "masterKeyId", wrapped';

/**
 * One key per subject and vertical, wrapped with the master key. Once a key is destroyed, nothing sealed with it can be
 * read again, wherever a copy is stored.
 */
export class SubjectKeys {
  private readonly cache: KeyCache;
  private secret: Promise<Buffer> | undefined;

  constructor(
    private readonly database: DataSource,
    private readonly dataKeys: DataKeys,
    { cacheMs = CACHE_MS }: SubjectKeysOptions = {},
  ) {
    this.cache = new KeyCache(cacheMs);
  }

  /**
   * Fails if the master key does not belong to this database, so that a service reports it when it starts.
   * @throws LintelError INVALID_CONFIGURATION
   */
  async check(): Promise<void> {
    await this.lookupSecret();
  }

  /** The active key, created if there is none. The creation commits separately, before anything sealed with the key. */
  async keyOf(vertical: string, subjectId: string): Promise<SubjectKey> {
    const subjectHash = await this.hash(vertical, subjectId);
    const known = this.cache.ofSubject(subjectHash);
    if (known !== undefined) return known;
    const began = this.cache.generation;
    const select = `SELECT ${COLUMNS} FROM platform.subject_key
      WHERE vertical = $1 AND subject_hash = $2 AND destroyed_at IS NULL`;
    for (;;) {
      const [found] = await readRows(this.database, keyRow, select, [vertical, subjectHash]);
      if (found !== undefined) {
        const key = this.unwrap(found);
        this.cache.add(key, subjectHash, began);
        return key;
      }
      await this.make(vertical, subjectHash);
    }
  }

  /** The active keys among the ids. */
  async keysById(ids: readonly string[]): Promise<ReadonlyMap<string, SubjectKey>> {
    const keys = new Map<string, SubjectKey>();
    const missing: string[] = [];
    for (const id of new Set(ids)) {
      const known = this.cache.get(id);
      if (known === undefined) missing.push(id);
      else keys.set(id, known);
    }
    if (missing.length === 0) return keys;
    const began = this.cache.generation;
    const select = `SELECT ${COLUMNS} FROM platform.subject_key WHERE id = ANY($1::uuid[]) AND destroyed_at IS NULL`;
    for (const row of await readRows(this.database, keyRow, select, [missing])) {
      const key = this.unwrap(row);
      this.cache.add(key, undefined, began);
      keys.set(key.id, key);
    }
    return keys;
  }

  /** @throws LintelError SUBJECT_ERASED */
  async keyById(id: string): Promise<SubjectKey> {
    const key = (await this.keysById([id])).get(id);
    if (key === undefined) throw subjectErased();
    return key;
  }

  async find(vertical: string, subjectId: string): Promise<KnownSubject> {
    const subjectHash = await this.hash(vertical, subjectId);
    const rows = await readRows(
      this.database,
      subjectRow,
      `SELECT id, created_at AS "createdAt", destroyed_at AS "destroyedAt" FROM platform.subject_key
       WHERE vertical = $1 AND subject_hash = $2 ORDER BY created_at, id`,
      [vertical, subjectHash],
    );
    const erased = rows.flatMap(({ destroyedAt }) => destroyedAt ?? []);
    return {
      subjectHash,
      keyIds: rows.map(({ id }) => id),
      since: rows.find(({ destroyedAt }) => destroyedAt === null)?.createdAt ?? null,
      erasedAt: erased.sort().at(-1) ?? null,
    };
  }

  /**
   * Destroys the subject's key: at once in this process, within `cacheMs` in others. May be repeated.
   * @param also writes that commit with it; receives the ids of all keys the subject ever had
   */
  async destroy<T>(
    vertical: string,
    subjectId: string,
    also: (transaction: Transaction, subject: KnownSubject) => Promise<T>,
  ): Promise<T> {
    const subjectHash = await this.hash(vertical, subjectId);
    const result = await this.database.transaction(async (transaction) => {
      await transaction.query(
        `UPDATE platform.subject_key SET wrapped = NULL, destroyed_at = clock_timestamp()
         WHERE vertical = $1 AND subject_hash = $2 AND destroyed_at IS NULL`,
        [vertical, subjectHash],
      );
      const keys = await readRows(
        transaction,
        z.object({ id: z.uuid() }),
        'SELECT id FROM platform.subject_key WHERE vertical = $1 AND subject_hash = $2 ORDER BY created_at, id',
        [vertical, subjectHash],
      );
      const keyIds = keys.map(({ id }) => id);
      return { keyIds, of: await also(transaction, { subjectHash, keyIds, since: null, erasedAt: null }) };
    });
    this.forget(result.keyIds);
    return result.of;
  }

  /** Removes keys that were destroyed elsewhere from the cache. */
  forget(ids: readonly string[]): void {
    this.cache.drop(ids);
  }

  /** Wraps all keys with the current master key, so that the old ones can be discarded. @returns number of keys */
  async rewrap(): Promise<number> {
    const { currentId } = this.dataKeys;
    const secret = await this.lookupSecret();
    const { wrapped } = this.dataKeys.wrap(LOOKUP_SECRET, secret);
    await this.database.query(
      'UPDATE platform.data_secret SET master_key_id = $1, wrapped = $2 WHERE name = $3 AND master_key_id <> $1',
      [currentId, wrapped, LOOKUP_SECRET],
    );
    const select = `SELECT ${COLUMNS} FROM platform.subject_key
      WHERE destroyed_at IS NULL AND master_key_id <> $1 LIMIT 500`;
    for (let done = 0; ;) {
      const rows = await readRows(this.database, keyRow, select, [currentId]);
      if (rows.length === 0) return done;
      for (const row of rows) {
        await this.database.query(
          'UPDATE platform.subject_key SET master_key_id = $1, wrapped = $2 WHERE id = $3 AND destroyed_at IS NULL',
          [currentId, this.dataKeys.wrap(row.id, this.unwrap(row).key).wrapped, row.id],
        );
      }
      done += rows.length;
    }
  }

  private unwrap({ id, ...wrapped }: z.infer<typeof keyRow>): SubjectKey {
    return { id, key: this.dataKeys.unwrap(id, wrapped) };
  }

  private async make(vertical: string, subjectHash: string): Promise<void> {
    const id = randomUUID();
    const { masterKeyId, wrapped } = this.dataKeys.wrap(id, randomBytes(KEY_BYTES));
    await this.database.query(
      `INSERT INTO platform.subject_key (id, vertical, subject_hash, master_key_id, wrapped) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (vertical, subject_hash) WHERE destroyed_at IS NULL DO NOTHING`,
      [id, vertical, subjectHash, masterKeyId, wrapped],
    );
  }

  private async hash(vertical: string, subjectId: string): Promise<string> {
    if (subjectId === '' || subjectId.length > 1_000) throw noSubject(subjectId.length);
    // The name of a vertical contains no space, so no two pairs give the same text.
    return createHmac('sha256', await this.lookupSecret())
      .update(`${vertical} ${subjectId}`)
      .digest('hex');
  }

  private lookupSecret(): Promise<Buffer> {
    this.secret ??= this.readSecret().catch((error: unknown) => {
      this.secret = undefined;
      throw error;
    });
    return this.secret;
  }

  /** Not derived from the master key: the hashes must survive its replacement. */
  private async readSecret(): Promise<Buffer> {
    const made = this.dataKeys.wrap(LOOKUP_SECRET, randomBytes(KEY_BYTES));
    await this.database.query(
      `INSERT INTO platform.data_secret (name, master_key_id, wrapped) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`,
      [LOOKUP_SECRET, made.masterKeyId, made.wrapped],
    );
    const select = 'SELECT master_key_id AS "masterKeyId", wrapped FROM platform.data_secret WHERE name = $1';
    const [row] = await readRows(this.database, secretRow, select, [LOOKUP_SECRET]);
    return this.dataKeys.unwrap(LOOKUP_SECRET, row!);
  }
}

function noSubject(length: number): LintelError {
  return new LintelError('INVALID_ARGUMENT', {
    problem: 'A subject needs an id.',
    expected: '1 to 1,000 characters',
    received: String(length),
    cure: 'Use the id that the vertical uses for the subject.',
  });
}
