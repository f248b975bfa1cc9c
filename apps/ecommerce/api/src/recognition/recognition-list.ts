import { DataSource, In, SubjectVault, type Repository, type SelectQueryBuilder } from '@lintel/data';
import { type Recognition, type RecognitionPage, type RecognitionQuery } from '@lintel/ecommerce-contract';
import { Injectable } from '@nestjs/common';
import { foreignCursor } from './foreign-cursor';
import { recognitionOf } from './recognition-history';
import { RecognitionRow } from './recognition-row';
import { openFileNames } from './recognition-secrets';

type Rows = SelectQueryBuilder<RecognitionRow>;

/**
 * File names are encrypted, so a search decrypts them: this many rows at a time, and at most this many for one page.
 */
const SEARCH_CHUNK = 250;
const MAX_SEARCHED = 2_500;
const LARGEST_SEQUENCE = 2n ** 63n - 1n;

/** Lists the history, newest first. */
@Injectable()
export class RecognitionList {
  private readonly rows: Repository<RecognitionRow>;

  constructor(
    database: DataSource,
    private readonly vault: SubjectVault,
  ) {
    this.rows = database.getRepository(RecognitionRow);
  }

  /** @throws LintelError INVALID_ARGUMENT for a cursor that this service did not issue */
  async page({ search, ...query }: RecognitionQuery): Promise<RecognitionPage> {
    const words = search?.trim().toLowerCase() ?? '';
    return words === '' ? this.plainPage(query) : this.searchedPage(query, words);
  }

  /** The existing ones, in the order of the ids. */
  async byId(ids: readonly string[]): Promise<Recognition[]> {
    const found = new Map(
      (await this.opened(await this.rows.findBy({ id: In([...ids]) }))).map((one) => [one.id, one]),
    );
    return ids.flatMap((id) => found.get(id) ?? []);
  }

  private async plainPage({ limit, cursor, ...filter }: RecognitionQuery): Promise<RecognitionPage> {
    const [found, total] = await Promise.all([
      // One row more than requested shows whether there is a next page.
      this.after(filter, cursor)
        .limit(limit + 1)
        .getMany(),
      this.filtered(filter).getCount(),
    ]);
    const items = found.slice(0, limit);
    const nextCursor = found.length > limit ? (items.at(-1)?.sequence ?? null) : null;
    return { items: await this.opened(items), nextCursor, total };
  }

  private async searchedPage({ limit, cursor, ...filter }: RecognitionQuery, words: string): Promise<RecognitionPage> {
    const items: Recognition[] = [];
    let nextCursor: string | null = cursor ?? null;
    for (let searched = 0; searched < MAX_SEARCHED; searched += SEARCH_CHUNK) {
      const rows = await this.after(filter, nextCursor ?? undefined)
        .limit(SEARCH_CHUNK)
        .getMany();
      const opened = await this.opened(rows);
      for (const [index, recognition] of opened.entries()) {
        if (!contains(recognition, words)) continue;
        items.push(recognition);
        if (items.length === limit) return { items, nextCursor: rows[index]!.sequence, total: null };
      }
      if (rows.length < SEARCH_CHUNK) return { items, nextCursor: null, total: null };
      nextCursor = rows.at(-1)!.sequence;
    }
    return { items, nextCursor, total: null };
  }

  private after(filter: Filter, cursor: string | undefined): Rows {
    const rows = this.filtered(filter).orderBy('r.sequence', 'DESC');
    return cursor === undefined ? rows : rows.andWhere('r.sequence < :sequence', { sequence: checkCursor(cursor) });
  }

  private filtered({ className, unsure, checked, from, to }: Filter): Rows {
    const rows = this.rows.createQueryBuilder('r');
    if (className !== undefined) rows.andWhere('r.className = :className', { className });
    if (unsure !== undefined) rows.andWhere('r.unsure = :unsure', { unsure });
    if (checked !== undefined) rows.andWhere(`r.verdictClass IS ${checked ? 'NOT NULL' : 'NULL'}`);
    if (from !== undefined) rows.andWhere('r.createdAt >= :from', { from });
    if (to !== undefined) rows.andWhere('r.createdAt < :to', { to });
    return rows;
  }

  private async opened(rows: readonly RecognitionRow[]): Promise<Recognition[]> {
    const names = await openFileNames(this.vault, rows);
    return rows.map((row, index) => recognitionOf(row, names[index]!));
  }
}

type Filter = Omit<RecognitionQuery, 'limit' | 'cursor' | 'search'>;

function contains({ fileName, prediction, verdict }: Recognition, words: string): boolean {
  return [fileName, prediction.className, verdict?.className ?? ''].some((text) => text.toLowerCase().includes(words));
}

function checkCursor(cursor: string): string {
  if (/^\d{1,19}$/.test(cursor) && BigInt(cursor) <= LARGEST_SEQUENCE) return cursor;
  throw foreignCursor(cursor);
}
