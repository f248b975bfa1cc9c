import { type ApiKeys, type FoundKey } from '@lintel/data';
import { createHash } from 'node:crypto';

/** How long a revoked key can still be accepted. */
const KEPT_MS = 10_000;
const MOST_KEYS = 1_000;

interface KeptKey {
  readonly found: FoundKey;
  readonly until: number;
}

/**
 * Caches the keys looked up in the last ten seconds, so that hundreds of requests a second do not each cost a query.
 */
export class KeyCache {
  /** By SHA-256, so that a memory dump shows no key. Oldest first. */
  readonly #kept = new Map<string, KeptKey>();
  readonly #sought = new Map<string, Promise<FoundKey | undefined>>();

  constructor(
    private readonly keys: Pick<ApiKeys, 'find'>,
    private readonly now: () => number = Date.now,
  ) {}

  /** @returns undefined if the key is not valid; this result is not cached */
  async find(key: string): Promise<FoundKey | undefined> {
    const hash = createHash('sha256').update(key).digest('base64');
    const kept = this.#kept.get(hash);
    if (kept !== undefined && this.now() < kept.until) return kept.found;
    this.#kept.delete(hash);
    const sought = this.#sought.get(hash) ?? this.seek(key, hash);
    this.#sought.set(hash, sought);
    return sought;
  }

  private async seek(key: string, hash: string): Promise<FoundKey | undefined> {
    try {
      const askedAt = this.now();
      const found = await this.keys.find(key);
      if (found !== undefined) this.keep(hash, found, askedAt + KEPT_MS);
      return found;
    } finally {
      this.#sought.delete(hash);
    }
  }

  private keep(hash: string, found: FoundKey, until: number): void {
    const [oldest] = this.#kept.keys();
    if (this.#kept.size >= MOST_KEYS && oldest !== undefined) this.#kept.delete(oldest);
    this.#kept.set(hash, { found, until: Math.min(until, found.expiresAt?.getTime() ?? Infinity) });
  }
}
