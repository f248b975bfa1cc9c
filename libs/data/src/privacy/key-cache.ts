import type { SubjectKey } from './sealed-value';

const MOST_KEYS = 10_000;

interface Known extends SubjectKey {
  readonly until: number;
  subjectHash: string | undefined;
}

/** Caches keys in the memory of this process for a short time. */
export class KeyCache {
  private readonly keys = new Map<string, Known>();
  private readonly idOfSubject = new Map<string, string>();
  /** Counts invalidations: a key read before one must not be cached after it. */
  private drops = 0;

  constructor(private readonly keptMs: number) {}

  /** Read before a key is loaded from the database, and passed to `add`. */
  get generation(): number {
    return this.drops;
  }

  get(id: string): SubjectKey | undefined {
    const known = this.keys.get(id);
    if (known === undefined || known.until > performance.now()) return known;
    this.remove(known);
    return undefined;
  }

  ofSubject(subjectHash: string): SubjectKey | undefined {
    const id = this.idOfSubject.get(subjectHash);
    return id === undefined ? undefined : this.get(id);
  }

  add({ id, key }: SubjectKey, subjectHash: string | undefined, generation: number): void {
    if (generation !== this.drops) return;
    const before = this.keys.get(id);
    if (before === undefined && this.keys.size >= MOST_KEYS) this.remove(this.keys.values().next().value!);
    const hash = subjectHash ?? before?.subjectHash;
    this.keys.set(id, { id, key, until: performance.now() + this.keptMs, subjectHash: hash });
    if (hash !== undefined) this.idOfSubject.set(hash, id);
  }

  drop(ids: readonly string[]): void {
    this.drops++;
    for (const id of ids) {
      const known = this.keys.get(id);
      if (known !== undefined) this.remove(known);
    }
  }

  private remove({ id, subjectHash }: Known): void {
    this.keys.delete(id);
    if (subjectHash !== undefined) this.idOfSubject.delete(subjectHash);
  }
}
