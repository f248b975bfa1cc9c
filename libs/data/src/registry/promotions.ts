import {
  challengeModeSchema,
  LintelError,
  modelPromoted,
  promotionSchema,
  type ChallengeMode,
  type Promotion,
} from '@lintel/contracts';
import { z } from 'zod';
import { addToOutbox, encodeEvent, readRows, rowInteger, rowTime, type Transaction } from '@lintel/streams';
import { getVersion, versionMissing } from './model-versions';
import { championBefore, checkGates } from './promotion-rules';
import { findAliases, modelMissing, needsTwoPeople, type ModelAliases } from './registered-models';

const SOURCE = '/platform/registry';

/** A request to change the champion or challenger. */
export interface ChampionChange {
  readonly by: string;
  /** The reason, in the person's words. */
  readonly reason?: string | undefined;
  /** The champion that the requester saw; if it has changed, nothing is done. If absent, it is not checked. */
  readonly expectedChampion?: string | null | undefined;
}

export interface PromotionRequest extends ChampionChange {
  /** True if a rule decided, not a person. */
  readonly byRule?: boolean | undefined;
  /** Promote although a gate refuses; requires a reason. */
  readonly override?: boolean | undefined;
  /** The second person who approved; required if the model's policy wants two. */
  readonly approvedBy?: string | undefined;
}

/** A request to run a version beside the champion. */
export interface ChallengeRequest extends Pick<ChampionChange, 'by' | 'reason'> {
  /** Challenge although a gate refuses; requires a reason. */
  readonly override?: boolean | undefined;
}

/** What a promotion would change. */
export interface PromotionCheck {
  readonly champion: string | null;
  /** True if a gate refuses, or there is no gate report. */
  readonly overridden: boolean;
  readonly twoPeople: boolean;
}

type Recorded = Pick<Promotion, 'action' | 'fromVersionId' | 'toVersionId' | 'by'> &
  Partial<Pick<Promotion, 'byRule' | 'overridden'>> & { readonly reason?: string | undefined };

export async function promote(
  transaction: Transaction,
  modelName: string,
  versionId: string,
  request: PromotionRequest,
): Promise<Promotion> {
  const { by, byRule = false, approvedBy } = request;
  const { champion, overridden, twoPeople } = await checkPromotion(transaction, modelName, versionId, request);
  if (twoPeople && approvedBy === undefined) throw approvalNeeded(modelName);
  await setChampion(transaction, modelName, versionId, by);
  const agreed = approvedBy === undefined ? undefined : `Approved by ${approvedBy}.`;
  const reason = [request.reason?.trim(), agreed].filter(Boolean).join(' ') || undefined;
  const change = { action: 'promote', fromVersionId: champion, toVersionId: versionId } as const;
  return record(transaction, modelName, { ...change, by, byRule, reason, overridden });
}

/**
 * Whether the promotion would be accepted, apart from the second person. Locks the model until the transaction ends.
 */
export async function checkPromotion(
  transaction: Transaction,
  modelName: string,
  versionId: string,
  request: PromotionRequest,
): Promise<PromotionCheck> {
  const { byRule = false, override = false, reason } = request;
  checkOverride({ override, byRule, reason });
  const { champion } = await lockAliases(transaction, modelName, request);
  const { gateReport } = await versionOf(transaction, modelName, versionId);
  if (champion === versionId) throw conflict('This version is the champion already.', 'Reload to see who is.');
  const overridden = checkGates(gateReport, champion, override);
  return { champion, overridden, twoPeople: await needsTwoPeople(transaction, modelName) };
}

export async function rollBack(
  transaction: Transaction,
  modelName: string,
  request: ChampionChange,
): Promise<Promotion> {
  const { champion } = await lockAliases(transaction, modelName, request);
  const before = championBefore((await findHistory(transaction, modelName)).reverse());
  if (before === null) {
    throw conflict('There is no champion before this one to go back to.', 'Promote another version instead.');
  }
  await setChampion(transaction, modelName, before, request.by);
  const change = { action: 'roll-back', fromVersionId: champion, toVersionId: before } as const;
  return record(transaction, modelName, { ...change, by: request.by, reason: request.reason });
}

export async function challenge(
  transaction: Transaction,
  modelName: string,
  versionId: string,
  mode: ChallengeMode,
  request: ChallengeRequest,
): Promise<Promotion> {
  const { by, reason, override = false } = request;
  checkOverride({ override, reason });
  const { champion, challenger } = await lockAliases(transaction, modelName);
  const { gateReport } = await versionOf(transaction, modelName, versionId);
  if (champion === null) throw conflict('There is no champion to challenge.', 'Promote the version instead.');
  if (champion === versionId) throw conflict('The champion cannot challenge itself.', 'Choose another version.');
  if (challenger?.versionId === versionId) {
    throw conflict('This version is the challenger already.', 'Change the mode of the challenge instead.');
  }
  const overridden = checkGates(gateReport, champion, override);
  await setChallenger(transaction, modelName, versionId, mode, by);
  const change = { action: 'challenge', fromVersionId: challenger?.versionId ?? null, toVersionId: versionId } as const;
  return record(transaction, modelName, { ...change, by, reason: reasonWith(mode, reason), overridden });
}

export async function setMode(
  transaction: Transaction,
  modelName: string,
  mode: ChallengeMode,
  request: ChallengeRequest,
): Promise<Promotion> {
  const { by, reason, override = false } = request;
  checkOverride({ override, reason });
  const { champion, challenger } = await lockAliases(transaction, modelName);
  const { versionId } = challenger ?? noChallenger();
  const { gateReport } = await versionOf(transaction, modelName, versionId);
  const overridden = checkGates(gateReport, champion, override);
  await setChallenger(transaction, modelName, versionId, mode, by);
  const change = { action: 'challenge', fromVersionId: versionId, toVersionId: versionId } as const;
  return record(transaction, modelName, { ...change, by, reason: reasonWith(mode, reason), overridden });
}

export async function withdraw(
  transaction: Transaction,
  modelName: string,
  { by, reason }: Pick<ChampionChange, 'by' | 'reason'>,
): Promise<Promotion> {
  const { versionId } = (await lockAliases(transaction, modelName)).challenger ?? noChallenger();
  await transaction.query("DELETE FROM platform.model_alias WHERE model_name = $1 AND alias = 'challenger'", [
    modelName,
  ]);
  return record(transaction, modelName, {
    action: 'withdraw',
    fromVersionId: versionId,
    toVersionId: null,
    by,
    reason,
  });
}

const promotionRow = promotionSchema.extend({ sequence: rowInteger, at: rowTime });
const HISTORY = `
SELECT p.sequence, p.model_name AS "modelName", action, from_version_id AS "fromVersionId",
  f.number AS "fromNumber", to_version_id AS "toVersionId", t.number AS "toNumber", by, by_rule AS "byRule", reason,
  overridden, at
FROM platform.promotion p
LEFT JOIN platform.model_version f ON f.id = from_version_id
LEFT JOIN platform.model_version t ON t.id = to_version_id`;

/** Newest first. */
export async function findHistory(database: Transaction, modelName: string): Promise<Promotion[]> {
  const sql = `${HISTORY} WHERE p.model_name = $1 ORDER BY p.sequence DESC`;
  return readRows(database, promotionRow, sql, [modelName]);
}

/** Concurrent changes of the same model wait until the transaction ends, and then see its result. */
async function lockAliases(
  transaction: Transaction,
  modelName: string,
  { expectedChampion }: Partial<ChampionChange> = {},
): Promise<ModelAliases> {
  const model = 'SELECT name FROM platform.model WHERE name = $1 FOR NO KEY UPDATE';
  const found = await readRows(transaction, z.object({ name: z.string() }), model, [modelName]);
  if (found.length === 0) modelMissing(modelName);
  const aliases = await findAliases(transaction, modelName);
  if (expectedChampion === undefined || expectedChampion === aliases.champion) return aliases;
  throw new LintelError('CONFLICT', {
    problem: 'The champion has changed meanwhile.',
    expected: expectedChampion ?? 'no champion',
    received: aliases.champion ?? 'no champion',
    cure: 'Check the current champion, and decide again.',
  });
}

async function versionOf(transaction: Transaction, modelName: string, versionId: string) {
  const version = await getVersion(transaction, versionId);
  return version.modelName === modelName ? version : versionMissing(versionId, modelName);
}

/** A challenger that becomes champion is no longer the challenger. */
async function setChampion(transaction: Transaction, modelName: string, versionId: string, by: string): Promise<void> {
  await transaction.query(
    "DELETE FROM platform.model_alias WHERE model_name = $1 AND alias = 'challenger' AND version_id = $2",
    [modelName, versionId],
  );
  await setAlias(transaction, [modelName, 'champion', versionId, null, by]);
}

async function setChallenger(
  transaction: Transaction,
  modelName: string,
  versionId: string,
  mode: ChallengeMode,
  by: string,
): Promise<void> {
  const checked = challengeModeSchema.safeParse(mode);
  if (!checked.success) {
    throw new LintelError('INVALID_ARGUMENT', {
      problem: 'The mode of the challenge is not valid.',
      expected: 'shadow, or canary with a share in (0, 1]',
      received: JSON.stringify(mode),
      cure: 'Choose one of them.',
    });
  }
  await setAlias(transaction, [modelName, 'challenger', versionId, JSON.stringify(checked.data), by]);
}

async function setAlias(transaction: Transaction, values: unknown[]): Promise<void> {
  await transaction.query(
    `INSERT INTO platform.model_alias (model_name, alias, version_id, mode, by) VALUES ($1, $2, $3, $4::jsonb, $5)
     ON CONFLICT (model_name, alias) DO UPDATE
     SET version_id = $3, mode = $4::jsonb, by = $5, since = clock_timestamp()`,
    values,
  );
}

async function record(transaction: Transaction, modelName: string, change: Recorded): Promise<Promotion> {
  const { action, fromVersionId, toVersionId, by, byRule = false, reason = null, overridden = false } = change;
  const added = await readRows(
    transaction,
    z.object({ sequence: rowInteger }),
    `INSERT INTO platform.promotion (model_name, action, from_version_id, to_version_id, by, by_rule, reason, overridden)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING sequence`,
    [modelName, action, fromVersionId, toVersionId, by, byRule, reason, overridden],
  );
  const sql = `${HISTORY} WHERE p.sequence = $1`;
  const promotion = (await readRows(transaction, promotionRow, sql, [added[0]!.sequence]))[0]!;
  const data = { modelName, action, versionId: toVersionId, by, at: promotion.at };
  const event = encodeEvent(modelPromoted, data, { source: SOURCE, time: new Date(promotion.at) });
  await addToOutbox(transaction, [{ topic: modelPromoted.topic, ...event }]);
  return promotion;
}

function reasonWith(mode: ChallengeMode, reason: string | undefined): string {
  const how = mode.mode === 'shadow' ? 'shadow' : `canary, ${Number((mode.share * 100).toFixed(2))} % of the requests`;
  return reason?.trim() ? `${how}: ${reason.trim()}` : how;
}

function noChallenger(): never {
  throw conflict('The model has no challenger.', 'Let a version challenge the champion first.');
}

const conflict = (problem: string, cure: string): LintelError => new LintelError('CONFLICT', { problem, cure });

/** @throws LintelError INVALID_ARGUMENT */
function checkOverride({ override = false, byRule = false, reason }: Partial<PromotionRequest>): void {
  if (!override || (!byRule && reason?.trim())) return;
  throw new LintelError('INVALID_ARGUMENT', {
    problem: byRule ? 'A rule may not override the gates.' : 'Overriding the gates needs a reason.',
    cure: byRule ? 'Let a person decide.' : 'Give a reason; it is kept in the history.',
  });
}

function approvalNeeded(modelName: string): LintelError {
  return new LintelError('APPROVAL_NEEDED', {
    problem: `A promotion of ${modelName} requires the approval of a second person.`,
    expected: 'a promotion approved by another person',
    cure: 'Request the promotion in the console; another person can approve it there.',
  });
}
