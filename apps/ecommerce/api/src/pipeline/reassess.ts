import { type BackfillContext } from '@lintel/service/trainer';
import { z } from 'zod';

const CHUNK = 64;

const rowsSchema = z.array(
  z.object({ sequence: z.string(), id: z.string(), class_name: z.string(), thumbnail: z.instanceof(Buffer) }),
);
const countSchema = z.tuple([z.object({ count: z.coerce.number() })]);

/**
 * Asks a version what it makes of every recognition in the history that it was not asked of yet, and keeps its answer
 * beside the one of then. What an earlier attempt has done is not done again.
 */
export async function reassess({
  database,
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
  log(`${count} recognitions to answer anew`);
  const changes = new Map<string, number>();
  let done = 0;
  let unreadable = 0;
  for (let after = '0'; ;) {
    signal.throwIfAborted();
    const rows = rowsSchema.parse(
      await database.query(
        `SELECT r.sequence, r.id, r.class_name, r.thumbnail ${missing} AND r.sequence > $3 ORDER BY r.sequence LIMIT ${CHUNK}`,
        [from, version.id, after],
      ),
    );
    const last = rows.at(-1);
    if (last === undefined) break;
    const outcomes = await predictor.predictSettled(
      rows.map(({ thumbnail }) => thumbnail),
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
    done += rows.length;
    after = last.sequence;
    onProgress(count === 0 ? 1 : Math.min(1, done / count));
  }
  const changed = [...changes.values()].reduce((sum, each) => sum + each, 0);
  const most = [...changes].sort(([, one], [, other]) => other - one).slice(0, 20);
  return { examples: done, changed, unreadable, changes: most.map(([change, times]) => ({ change, times })) };
}
