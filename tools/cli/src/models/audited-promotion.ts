import { type Promotion, verticalOfModel } from '@lintel/contracts';
import { AuditTrail, type DataSource } from '@lintel/data';
import { newEventId, type Transaction } from '@lintel/streams';

/** Promotes a version in the transaction that it receives. */
export type MoveAlias = (transaction: Transaction) => Promise<Promotion>;

/** Who works on the database directly has no account: the name is what they say. */
export const PROGRAM = { kind: 'program', id: 'lintel-cli' } as const;

/** Promotes a version and writes it into the audit trail: both, or neither. */
export function auditedPromotion(
  database: DataSource,
  action: string,
  by: string,
  move: MoveAlias,
): Promise<Promotion> {
  const trail = new AuditTrail(database);
  return database.transaction(async (transaction) => {
    const promotion = await move(transaction);
    const { modelName, reason, toVersionId, overridden } = promotion;
    const entry = {
      actor: { ...PROGRAM, name: by },
      action,
      subject: { kind: 'model', id: modelName },
      vertical: verticalOfModel(modelName),
      outcome: 'done',
      reason,
      correlationId: newEventId(),
      details: { versionId: toVersionId, override: overridden },
    } as const;
    await trail.append(entry, transaction);
    return promotion;
  });
}
