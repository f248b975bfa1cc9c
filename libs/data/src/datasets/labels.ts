import { labelSchema, LintelError, taskContract, type Label } from '@lintel/contracts';
import { z } from 'zod';
import type { DataSource } from '../database/orm';
import { newEventId, readRows, rowInteger, rowTime, type Transaction } from '@lintel/streams';

const newLabelSchema = labelSchema.omit({ sequence: true, id: true }).extend({
  /** Id of the verdict event: a repeated delivery adds one label. */
  eventId: z.string().min(1),
  inputSha256: z.string().regex(/^[0-9a-f]{64}$/, 'a SHA-256 in hexadecimal'),
});
export type NewLabel = z.input<typeof newLabelSchema>;

export interface LabelPage {
  readonly items: Label[];
  /** Null on the last page. */
  readonly nextCursor: string | null;
}

const COLUMNS = `sequence, id, model_name AS "modelName", prediction_id AS "predictionId",
  task, input_sha256 AS "inputSha256", predicted, target, author, given_at AS "givenAt"`;
const labelRow = labelSchema.extend({ sequence: rowInteger, givenAt: rowTime });
const countRow = z.object({ count: rowInteger });

/** What people said about predictions, in order; entries are never changed or removed. */
export class Labels {
  constructor(private readonly database: DataSource) {}

  /**
   * Adds a label, once per event: a repeated call returns the first label.
   * @param transaction of the insert; concurrent labels wait until it ends, so that a reader who has seen a sequence
   *   number has seen all lower ones
   * @throws LintelError INVALID_ARGUMENT
   */
  async add(label: NewLabel, transaction?: Transaction): Promise<Label> {
    if (transaction === undefined) return this.database.transaction((own) => this.add(label, own));
    const checked = checkLabel(label);
    await transaction.query("SELECT pg_advisory_xact_lock(hashtextextended('lintel.labels', 0))");
    const added = await readRows(
      transaction,
      labelRow,
      `INSERT INTO platform.label
         (id, model_name, prediction_id, input_sha256, predicted, target, author, given_at, event_id, task)
       VALUES ($1, $2, $3, $4, $5::jsonb, $6::jsonb, $7, $8, $9, $10) ON CONFLICT (event_id) DO NOTHING RETURNING ${COLUMNS}`,
      [
        newEventId(),
        checked.modelName,
        checked.predictionId,
        checked.inputSha256,
        JSON.stringify(checked.predicted),
        checked.target === null ? null : JSON.stringify(checked.target),
        checked.author,
        checked.givenAt,
        checked.eventId,
        checked.task,
      ],
    );
    if (added[0] !== undefined) return added[0];
    const known = `SELECT ${COLUMNS} FROM platform.label WHERE event_id = $1`;
    return (await readRows(transaction, labelRow, known, [checked.eventId]))[0]!;
  }

  /**
   * The label in force of every prediction: its newest, unless that withdraws the label. Ordered by sequence.
   * @param options.upTo ignores labels after that sequence number
   */
  async newest(modelName: string, { upTo }: { readonly upTo?: number } = {}): Promise<Label[]> {
    return readRows(
      this.database,
      labelRow,
      `SELECT * FROM (${inForce(COLUMNS)}) newest WHERE target IS NOT NULL ORDER BY sequence`,
      [modelName, upTo ?? Number.MAX_SAFE_INTEGER],
    );
  }

  /** @throws LintelError NOT_FOUND if the model has no label with that id */
  async get(modelName: string, id: string): Promise<Label> {
    const sql = `SELECT ${COLUMNS} FROM platform.label WHERE model_name = $1 AND id::text = $2`;
    const [found] = await readRows(this.database, labelRow, sql, [modelName, id.toLowerCase()]);
    if (found !== undefined) return found;
    throw new LintelError('NOT_FOUND', {
      problem: `The model ${modelName} has no label ${id}.`,
      cure: 'List the labels of the model.',
    });
  }

  /**
   * Number of predictions with a label in force that is newer than the sequence number: what a dataset does not contain
   * yet.
   */
  async countSince(modelName: string, sequence: number): Promise<number> {
    const rows = await readRows(
      this.database,
      countRow,
      `SELECT count(*) FROM (${inForce('sequence, target')}) newest WHERE target IS NOT NULL AND sequence > $3`,
      [modelName, Number.MAX_SAFE_INTEGER, sequence],
    );
    return rows[0]!.count;
  }

  /**
   * All labels, including withdrawals, newest first.
   * @param options.cursor `nextCursor` of the previous page
   * @throws LintelError INVALID_ARGUMENT if the cursor was not issued by this service
   */
  async list(
    modelName: string,
    { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined },
  ): Promise<LabelPage> {
    // One more row than requested shows whether there is a next page.
    const found = await readRows(
      this.database,
      labelRow,
      `SELECT ${COLUMNS} FROM platform.label WHERE model_name = $1 AND sequence < $2 ORDER BY sequence DESC LIMIT $3`,
      [modelName, cursor === undefined ? Number.MAX_SAFE_INTEGER : checkCursor(cursor), limit + 1],
    );
    const items = found.slice(0, limit);
    return { items, nextCursor: found.length > limit ? String(items.at(-1)?.sequence ?? '') || null : null };
  }
}

/** $1: model, $2: highest sequence number. */
const inForce = (columns: string): string =>
  `SELECT DISTINCT ON (prediction_id) ${columns} FROM platform.label
   WHERE model_name = $1 AND sequence <= $2 ORDER BY prediction_id, label.sequence DESC`;

/** A target says what the task of the model asks for. */
function checkTargets({ task, predicted, target }: NewLabel, context: z.RefinementCtx): void {
  const schema: z.ZodType = taskContract(task).target;
  for (const [field, value] of Object.entries({ predicted, target })) {
    const checked = value === null ? { success: true as const } : schema.safeParse(value);
    if (!checked.success) {
      context.addIssue({
        code: 'custom',
        path: [field],
        message: checked.error.issues.map((one) => one.message).join(),
      });
    }
  }
}

function checkLabel(label: NewLabel): NewLabel {
  const parsed = newLabelSchema.superRefine(checkTargets).safeParse(label);
  if (parsed.success) return parsed.data;
  throw new LintelError('INVALID_ARGUMENT', {
    problem: 'A label is not valid.',
    received: z.prettifyError(parsed.error),
    cure: 'Correct the program that sends it.',
    cause: parsed.error,
  });
}

function checkCursor(cursor: string): number {
  if (/^\d{1,15}$/.test(cursor)) return Number(cursor);
  throw new LintelError('INVALID_ARGUMENT', {
    problem: 'This cursor was not issued by this service.',
    expected: 'the nextCursor of the previous page',
    received: cursor,
    cure: 'Omit the cursor to start with the newest.',
  });
}
