import {
  apiKeySchema,
  grantSchema,
  LintelError,
  permissionSchema,
  type ApiKey,
  type Identity,
  type NewApiKey,
} from '@lintel/contracts';
import { z } from 'zod';
import type { DataSource } from '../database/orm';
import { newEventId, readRows, rowTime } from '@lintel/streams';
import { randomLetters, randomToken, sha256 } from './secrets';

const KEY = /^lintel_[a-z0-9]{8}_[\w-]{43}$/;
const PREFIX_LENGTH = 8;
const DAY_MS = 24 * 3_600_000;

const COLUMNS = `id, name, prefix, grants, scopes, created_at AS "createdAt", created_by AS "createdBy",
  expires_at AS "expiresAt", last_used_at AS "lastUsedAt", revoked_at AS "revokedAt"`;
const keyRow = apiKeySchema.extend({
  grants: z.array(grantSchema),
  scopes: z.array(permissionSchema),
  createdAt: rowTime,
  expiresAt: rowTime.nullable(),
  lastUsedAt: rowTime.nullable(),
  revokedAt: rowTime.nullable(),
});

/** The identity of a valid key. */
export interface FoundKey {
  readonly identity: Identity;
  /** Null if the key does not expire. */
  readonly expiresAt: Date | null;
}

/** API keys for machines: `lintel_<prefix>_<secret>`, stored only as SHA-256. */
export class ApiKeys {
  constructor(
    private readonly database: DataSource,
    private readonly now: () => Date = () => new Date(),
  ) {}

  /** Newest first, including expired and revoked keys. */
  async list(): Promise<ApiKey[]> {
    return readRows(this.database, keyRow, `SELECT ${COLUMNS} FROM platform.api_key ORDER BY created_at DESC, id DESC`);
  }

  /** @returns the key as well, which is available only once */
  async create({
    name,
    grants,
    scopes,
    expiresInDays,
    createdBy,
  }: NewApiKey & { readonly createdBy: string }): Promise<{ readonly apiKey: ApiKey; readonly key: string }> {
    const prefix = randomLetters(PREFIX_LENGTH);
    const key = `lintel_${prefix}_${randomToken()}`;
    const now = this.now();
    const expiresAt = expiresInDays === null ? null : new Date(now.getTime() + expiresInDays * DAY_MS);
    const values = [JSON.stringify(grants), JSON.stringify(scopes), now, createdBy, expiresAt];
    const rows = await readRows(
      this.database,
      keyRow,
      `INSERT INTO platform.api_key (id, name, prefix, key_hash, grants, scopes, created_at, created_by, expires_at)
       VALUES ($1, $2, $3, $4, $5::jsonb, $6::jsonb, $7, $8, $9) RETURNING ${COLUMNS}`,
      [newEventId(), name, prefix, sha256(key), ...values],
    );
    return { apiKey: rows[0]!, key };
  }

  /**
   * Looks up a key and records its use, accurate to the minute.
   * @returns undefined if the key is unknown, expired or revoked
   */
  async find(key: string): Promise<FoundKey | undefined> {
    if (!KEY.test(key)) return undefined;
    const [found] = await readRows(
      this.database,
      keyRow,
      `SELECT ${COLUMNS} FROM platform.api_key
       WHERE key_hash = $1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $2)`,
      [sha256(key), this.now()],
    );
    if (found === undefined) return undefined;
    const { id, name, grants, scopes, expiresAt, lastUsedAt } = found;
    await this.noteUse(id, lastUsedAt);
    return {
      identity: { kind: 'machine', id, name, grants, scopes },
      expiresAt: expiresAt === null ? null : new Date(expiresAt),
    };
  }

  /** Revokes the key at once. @throws LintelError NOT_FOUND */
  async revoke(id: string): Promise<ApiKey> {
    if (!z.uuid().safeParse(id).success) throw noSuchKey(id);
    const [revoked] = await readRows(
      this.database,
      keyRow,
      `WITH revoked AS (UPDATE platform.api_key SET revoked_at = coalesce(revoked_at, $2) WHERE id = $1 RETURNING *)
       SELECT ${COLUMNS} FROM revoked`,
      [id, this.now()],
    );
    if (revoked === undefined) throw noSuchKey(id);
    return revoked;
  }

  /** At most one write per minute. */
  private async noteUse(id: string, lastUsedAt: string | null): Promise<void> {
    const minute = new Date(this.now()).setSeconds(0, 0);
    if (lastUsedAt !== null && new Date(lastUsedAt).getTime() >= minute) return;
    const sql = 'UPDATE platform.api_key SET last_used_at = greatest(last_used_at, $2) WHERE id = $1';
    await this.database.query(sql, [id, new Date(minute)]);
  }
}

function noSuchKey(id: string): LintelError {
  return new LintelError('NOT_FOUND', {
    problem: `There is no API key ${id}.`,
    cure: 'List the keys to see which there are.',
  });
}
