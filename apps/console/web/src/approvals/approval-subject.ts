import { type Approval } from '@lintel/contracts';

/** The model that an approval is about; null if it is about something else. */
export function modelOf({ subject }: Pick<Approval, 'subject'>): string | null {
  return subject.kind === 'model' ? subject.id : null;
}

/** The promotion of a model that waits for a decision; there is at most one. */
export function waitingPromotion(modelName: string, approvals: readonly Approval[]): Approval | null {
  const waits = (approval: Approval): boolean => approval.state === 'waiting' && modelOf(approval) === modelName;
  return approvals.find(waits) ?? null;
}
