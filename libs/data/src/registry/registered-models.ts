import {
  challengeModeSchema,
  LintelError,
  loopPolicySchema,
  modelAliasSchema,
  modelNameSchema,
  registeredModelSchema,
  taskContract,
  type ChallengeMode,
  type LoopPolicy,
  type ModelDescription,
  type RegisteredModel,
  type TaskId,
} from '@lintel/contracts';
import { z } from 'zod';
import { readRows, rowInteger, type Transaction } from '@lintel/streams';

export interface ModelDeclaration {
  readonly name: string;
  readonly vertical: string;
  readonly title: string;
  /** The kind of question that its versions answer; it never changes. Default: `image-classification`. */
  readonly task?: TaskId;
  /** If absent, the previous description is kept. */
  readonly description?: ModelDescription;
  /** Set by the first declaration; later, people change it. Missing requirements of the task have their defaults. */
  readonly gatePolicy: Readonly<Record<string, unknown>>;
  readonly loopPolicy: z.input<typeof loopPolicySchema>;
}

/** The current champion and challenger of a model, by version. */
export interface ModelAliases {
  readonly champion: string | null;
  readonly challenger: { readonly versionId: string; readonly mode: ChallengeMode } | null;
}

/** PostgreSQL writes times in JSON with an offset. */
const jsonTime = z.string().transform((text) => new Date(text).toISOString());
const aliasRow = modelAliasSchema.extend({ since: jsonTime });
const modelRow = registeredModelSchema.extend({
  champion: aliasRow.nullable(),
  challenger: aliasRow.extend({ mode: challengeModeSchema }).nullable(),
  versions: rowInteger,
  newLabels: rowInteger,
});

const alias = (name: string): string => `(
  SELECT json_build_object('versionId', version_id, 'number', number, 'since', since, 'by', by, 'mode', mode)
  FROM platform.model_alias a JOIN platform.model_version v ON v.id = a.version_id
  WHERE a.model_name = m.name AND alias = '${name}')`;

/** A label is new if it is in force and newer than the last label of the newest dataset version. */
const MODELS = `
SELECT name, vertical, title, task, description, gate_policy AS "gatePolicy", loop_policy AS "loopPolicy",
  ${alias('champion')} AS champion, ${alias('challenger')} AS challenger,
  (SELECT count(*) FROM platform.model_version v WHERE v.model_name = m.name) AS versions,
  (SELECT count(*) FROM (
     SELECT DISTINCT ON (prediction_id) sequence, target FROM platform.label l
     WHERE l.model_name = m.name ORDER BY prediction_id, sequence DESC) newest
   WHERE target IS NOT NULL AND sequence > coalesce((
     SELECT up_to_label FROM platform.dataset_version d WHERE d.model_name = m.name ORDER BY number DESC LIMIT 1), 0)
  ) AS "newLabels"
FROM platform.model m`;

export async function declareModel(database: Transaction, declaration: ModelDeclaration): Promise<RegisteredModel> {
  const { name, vertical, title, task = 'image-classification', description } = declaration;
  if (!modelNameSchema.safeParse(name).success) {
    throw new LintelError('INVALID_ARGUMENT', {
      problem: 'This is not a valid model name.',
      expected: 'vertical.model, lower-case words with dashes',
      received: name,
      cure: 'Use a name like shop.product-recogniser.',
    });
  }
  // Unchanged rows are not updated: models are declared at every start, and an update would notify every page.
  await database.query(
    `INSERT INTO platform.model (name, vertical, title, gate_policy, loop_policy, description, task)
     VALUES ($1, $2, $3, $4::jsonb, $5::jsonb, $6::jsonb, $7)
     ON CONFLICT (name) DO UPDATE SET vertical = $2, title = $3,
       description = coalesce(excluded.description, model.description), updated_at = clock_timestamp()
     WHERE (model.vertical, model.title) IS DISTINCT FROM ($2, $3)
       OR coalesce(excluded.description, model.description) IS DISTINCT FROM model.description`,
    [
      name,
      vertical,
      title,
      policyJson(taskContract(task).gatePolicy, declaration.gatePolicy),
      policyJson(loopPolicySchema, declaration.loopPolicy),
      description === undefined ? null : JSON.stringify(description),
      task,
    ],
  );
  return findModel(database, name);
}

export async function setPolicies(
  database: Transaction,
  name: string,
  policies: {
    readonly gatePolicy?: Readonly<Record<string, unknown>> | undefined;
    readonly loopPolicy?: LoopPolicy | undefined;
  },
  by: string,
): Promise<RegisteredModel> {
  const { task } = await findModel(database, name);
  await database.query(
    `UPDATE platform.model SET gate_policy = coalesce($2::jsonb, gate_policy),
       loop_policy = coalesce($3::jsonb, loop_policy), updated_at = clock_timestamp(), updated_by = $4
     WHERE name = $1`,
    [
      name,
      policyJson(taskContract(task).gatePolicy, policies.gatePolicy),
      policyJson(loopPolicySchema, policies.loopPolicy),
      by,
    ],
  );
  return findModel(database, name);
}

/** Null if no policy is given. @throws LintelError INVALID_ARGUMENT */
function policyJson(schema: z.ZodType, policy: unknown): string | null {
  if (policy === undefined) return null;
  const parsed = schema.safeParse(policy);
  if (parsed.success) return JSON.stringify(parsed.data);
  throw new LintelError('INVALID_ARGUMENT', {
    problem: 'A policy of a model is not valid.',
    received: z.prettifyError(parsed.error),
    cure: 'Correct the named values.',
    cause: parsed.error,
  });
}

/** Sorted by name. */
export async function findModels(database: Transaction): Promise<RegisteredModel[]> {
  return readRows(database, modelRow, `${MODELS} ORDER BY name`);
}

/** @throws LintelError NOT_FOUND */
export async function findModel(database: Transaction, name: string): Promise<RegisteredModel> {
  return (await readRows(database, modelRow, `${MODELS} WHERE name = $1`, [name]))[0] ?? modelMissing(name);
}

/** Whether the model's policy requires two people for a promotion; older policies without the field do not. */
export async function needsTwoPeople(database: Transaction, name: string): Promise<boolean> {
  const rows = await readRows(
    database,
    z.object({ twoPeople: z.boolean() }),
    `SELECT coalesce((loop_policy ->> 'twoPeople')::boolean, false) AS "twoPeople" FROM platform.model WHERE name = $1`,
    [name],
  );
  return rows[0]?.twoPeople ?? modelMissing(name);
}

/** @throws LintelError NOT_FOUND, always */
export function modelMissing(name: string): never {
  throw new LintelError('NOT_FOUND', {
    problem: `There is no model ${name}.`,
    cure: 'Check its name; a vertical declares its models when it starts.',
  });
}

const aliasesRow = z.object({
  alias: z.enum(['champion', 'challenger']),
  versionId: z.uuid(),
  mode: challengeModeSchema.nullable(),
});

/** One query by primary key: replicas ask often. */
export async function findAliases(database: Transaction, modelName: string): Promise<ModelAliases> {
  const rows = await readRows(
    database,
    aliasesRow,
    'SELECT alias, version_id AS "versionId", mode FROM platform.model_alias WHERE model_name = $1',
    [modelName],
  );
  const champion = rows.find(({ alias }) => alias === 'champion');
  const challenger = rows.find(({ alias }) => alias === 'challenger');
  return {
    champion: champion?.versionId ?? null,
    challenger: challenger?.mode ? { versionId: challenger.versionId, mode: challenger.mode } : null,
  };
}
