import { type DataSource, type EntityManager } from '@lintel/data';
import { type SubjectData } from '@lintel/service';
import { Logger } from '@nestjs/common';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { sealPart, UNKNOWN_SUBJECT } from '../recognition/recognition-secrets';

const CHUNK = 50;
const RETRY_MS = 10_000;

const rowsSchema = z.array(
  z.object({ sequence: z.string(), fileName: z.string(), thumbnail: z.instanceof(Buffer), labelled: z.boolean() }),
);

/**
 * Encrypts the rows from before names and pictures were encrypted, while the api serves; replicas share the work. Their
 * subjects are unknown: they are encrypted for one subject, `account:unknown`. The database's own files lose the plain
 * values with the next vacuum, and its backups when they are deleted.
 */
export class PlainRows {
  private readonly logger = new Logger(PlainRows.name);
  private readonly stopping = new AbortController();
  private sealing = Promise.resolve();

  constructor(
    private readonly database: DataSource,
    private readonly subjects: SubjectData,
  ) {}

  start(): void {
    this.sealing = this.run();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.sealing;
  }

  /** @returns the number of encrypted rows; 0 if none is left for this process */
  async sealSome(): Promise<number> {
    return this.database.transaction(async (transaction) => {
      const rows = rowsSchema.parse(
        await transaction.query(
          `SELECT sequence, file_name AS "fileName", thumbnail,
             EXISTS (SELECT 1 FROM platform.label WHERE prediction_id = r.id::text) AS labelled
           FROM ecommerce.recognition r WHERE file_name_sealed IS NULL
           ORDER BY sequence LIMIT ${CHUNK} FOR UPDATE SKIP LOCKED`,
        ),
      );
      if (rows.length > 0) await this.seal(transaction, rows);
      return rows.length;
    });
  }

  private async seal(transaction: EntityManager, rows: z.infer<typeof rowsSchema>): Promise<void> {
    const { vault, pictures } = this.subjects;
    const sealer = await vault.sealer(UNKNOWN_SUBJECT);
    for (const { sequence, labelled, ...part } of rows) {
      if (labelled) await pictures.sealPlain(part.thumbnail, sealer);
      const { subjectKeyId, fileNameSealed, thumbnailSealed } = sealPart(sealer, part);
      await transaction.query(
        `UPDATE ecommerce.recognition SET subject_key_id = $2, file_name_sealed = $3, thumbnail_sealed = $4,
           file_name = NULL, thumbnail = NULL WHERE sequence = $1`,
        [sequence, subjectKeyId, fileNameSealed, thumbnailSealed],
      );
    }
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    let sealed = 0;
    while (!signal.aborted) {
      try {
        const some = await this.sealSome();
        sealed += some;
        if (some > 0) continue;
        if (sealed > 0) this.logger.log({ message: 'recognitions from before are sealed now', rows: sealed });
        return;
      } catch (error) {
        this.logger.warn({ message: 'recognitions from before are not sealed yet', error });
        await delay(RETRY_MS, undefined, { signal, ref: false }).catch(() => undefined);
      }
    }
  }
}
