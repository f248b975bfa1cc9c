import { type SubjectVault } from '@lintel/data';
import { type BackfillContext } from '@lintel/service/trainer';
import { z } from 'zod';
import { ORIGINAL } from '../recognition/original-pictures';
import { THUMBNAIL } from '../recognition/recognition-secrets';

/** Number of pictures in memory at once: each may have 20 MiB. */
const CHUNK = 16;

const rowsSchema = z.array(
  z.object({
    sequence: z.string(),
    id: z.string(),
    class_name: z.string(),
    thumbnail_sealed: z.instanceof(Buffer),
    original_sealed: z.instanceof(Buffer).nullable(),
  }),
);
const countSchema = z.tuple([z.object({ count: z.coerce.number() })]);

/**
 * Runs a version on every recognition in the history that it has not answered yet, and stores its answer beside the
 * original one. Work of an earlier attempt is not repeated.
 */
export async function reassess({
  database,
  vault,
  predictor,
  version,
  since,
  signal,
  onProgress,
  log,
}: BackfillContext): Promise<Record<string, unknown>> {
  const from = since ?? new Date(0);
  const missing = `FROM ecommerce.recognition r
    WHERE r.deleted_at IS NULL AND r.created_at >= $1 AND NOT EXISTS (
      SELECT 1 FROM ecommerce.reassessment a WHERE a.model_version_id = $2 AND a.recognition_id = r.id)`;
  const [{ count }] = countSchema.parse(await database.query(`SELECT count(*) ${missing}`, [from, version.id]));
  log(`${count} recognitions to answer again`);
  const changes = new Map<string, number>();
  let done = 0;
  let unreadable = 0;
  for (let after = '0'; ;) {
    signal.throwIfAborted();
    const found = rowsSchema.parse(
      await database.query(
        `SELECT r.sequence, r.id, r.class_name, r.thumbnail_sealed,
           (SELECT picture_sealed FROM ecommerce.original_picture o WHERE o.recognition_id = r.id) AS original_sealed
         ${missing} AND r.sequence > $3 ORDER BY r.sequence LIMIT ${CHUNK}`,
        [from, version.id, after],
      ),
    );
    const last = found.at(-1);
    if (last === undefined) break;
    const rows = await withPictures(vault, found);
    const outcomes = await predictor.predictSettled(
      rows.map(({ picture }) => picture),
      { signal },
    );
    const answers = rows.flatMap(({ id, class_name: before }, index) => {
      const outcome = outcomes[index]!;
      if (!outcome.ok) {
        unreadable++;
        return [];
      }
      const { className, probability, unsure } = outcome.prediction;
      if (className !== before) {
        const change = `${before} → ${className}`;
        changes.set(change, (changes.get(change) ?? 0) + 1);
      }
      return [{ id, className, probability, unsure }];
    });
    await database.query(
      `INSERT INTO ecommerce.reassessment (recognition_id, model_version_id, class_name, probability, unsure)
       SELECT id, $2, "className", probability, unsure
       FROM jsonb_to_recordset($1::jsonb) AS a(id uuid, "className" text, probability double precision, unsure boolean)
       ON CONFLICT DO NOTHING`,
      [JSON.stringify(answers), version.id],
    );
    done += found.length;
    after = last.sequence;
    onProgress(count === 0 ? 1 : Math.min(1, done / count));
  }
  const changed = [...changes.values()].reduce((sum, each) => sum + each, 0);
  const most = [...changes].sort(([, one], [, other]) => other - one).slice(0, 20);
  return { examples: done, changed, unreadable, changes: most.map(([change, times]) => ({ change, times })) };
}

type Row = z.infer<typeof rowsSchema>[number];

/**
 * The original pictures if they are still stored, otherwise their thumbnails; without those whose subject was just
 * erased, because their rows are deleted as well.
 */
async function withPictures(vault: SubjectVault, rows: readonly Row[]): Promise<(Row & { picture: Buffer })[]> {
  const originals = await openSome(
    vault,
    ORIGINAL,
    rows.map((row) => row.original_sealed),
  );
  const thumbnails = await openSome(
    vault,
    THUMBNAIL,
    rows.map((row) => row.thumbnail_sealed),
  );
  return rows.flatMap((row, index) => {
    const picture = originals[index] ?? thumbnails[index];
    return picture == null ? [] : [{ ...row, picture }];
  });
}

/** In order; null if there is nothing, or the subject was erased. */
async function openSome(
  vault: SubjectVault,
  field: string,
  sealed: readonly (Buffer | null)[],
): Promise<(Buffer | null)[]> {
  const opened = await vault.openEach(
    field,
    sealed.filter((one) => one !== null),
  );
  let next = 0;
  return sealed.map((one) => (one === null ? null : (opened[next++] ?? null)));
}
