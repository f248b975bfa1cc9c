import { DataSource, SubjectVault, type Repository } from '@lintel/data';
import { BIN_DAYS, type BinPage, type BinQuery, type DeletedRecognition } from '@lintel/ecommerce-contract';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { foreignCursor } from './foreign-cursor';
import { recognitionMissing, recognitionOf } from './recognition-history';
import { RecognitionRow } from './recognition-row';
import { openFileNames, openThumbnail } from './recognition-secrets';

const DAY_MS = 24 * 3_600_000;
const countSchema = z.tuple([z.object({ count: z.coerce.number() })]);

/** Deleted recognitions, which can be restored until the retention job removes them. */
@Injectable()
export class RecognitionBin {
  private readonly rows: Repository<RecognitionRow>;

  constructor(
    private readonly database: DataSource,
    private readonly vault: SubjectVault,
  ) {
    this.rows = database.getRepository(RecognitionRow);
  }

  /**
   * The last deleted first.
   * @throws LintelError INVALID_ARGUMENT for a cursor that this service did not issue
   */
  async page({ limit, cursor }: BinQuery): Promise<BinPage> {
    const deleted = () => this.rows.createQueryBuilder('r').withDeleted().where('r.deletedAt IS NOT NULL');
    const after = deleted().orderBy('r.deletedAt', 'DESC').addOrderBy('r.sequence', 'DESC');
    if (cursor !== undefined) after.andWhere('(r.deletedAt, r.sequence) < (:time, :sequence)', placeOf(cursor));
    const [found, total] = await Promise.all([after.limit(limit + 1).getMany(), deleted().getCount()]);
    const rows = found.slice(0, limit);
    const names = await openFileNames(this.vault, rows);
    return {
      items: rows.map((row, index) => deletedOf(row, names[index]!)),
      nextCursor: found.length > limit ? cursorAt(rows.at(-1)!) : null,
      total,
    };
  }

  /**
   * @returns WebP
   * @throws LintelError NOT_FOUND, SUBJECT_ERASED
   */
  async thumbnail(id: string): Promise<Buffer> {
    const row = await this.rows
      .createQueryBuilder('r')
      .withDeleted()
      .select(['r.sequence', 'r.thumbnailSealed'])
      .where('r.id = :id AND r.deletedAt IS NOT NULL', { id })
      .getOne();
    if (row === null) throw recognitionMissing(id);
    return openThumbnail(this.vault, row);
  }

  /** Removes one permanently. @throws LintelError NOT_FOUND if it is not in the bin */
  async remove(id: string): Promise<void> {
    if ((await this.removeWhere('deleted_at IS NOT NULL AND id = $1', [id])) === 0) throw recognitionMissing(id);
  }

  /** Removes all of them permanently. @returns how many there were */
  async empty(): Promise<number> {
    return this.removeWhere('deleted_at IS NOT NULL', []);
  }

  /** The answers of later versions are deleted with their recognition. */
  private async removeWhere(where: string, values: unknown[]): Promise<number> {
    const sql = `
      WITH gone AS (DELETE FROM ecommerce.recognition WHERE ${where} RETURNING id),
        answers AS (DELETE FROM ecommerce.reassessment WHERE recognition_id IN (SELECT id FROM gone))
      SELECT count(*) FROM gone`;
    const [{ count }] = countSchema.parse(await this.database.query(sql, values));
    return count;
  }
}

function deletedOf(row: RecognitionRow, fileName: string): DeletedRecognition {
  const deletedAt = row.deletedAt!;
  return {
    ...recognitionOf(row, fileName),
    deletedAt: deletedAt.toISOString(),
    keptUntil: new Date(deletedAt.getTime() + BIN_DAYS * DAY_MS).toISOString(),
  };
}

function cursorAt({ deletedAt, sequence }: RecognitionRow): string {
  return `${deletedAt!.getTime()}-${sequence}`;
}

function placeOf(cursor: string): { time: Date; sequence: string } {
  const [, time, sequence] = /^(\d{1,15})-(\d{1,18})$/.exec(cursor) ?? [];
  if (time === undefined || sequence === undefined) throw foreignCursor(cursor);
  return { time: new Date(Number(time)), sequence };
}
