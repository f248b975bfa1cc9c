import { subjectErased, type Holding, type SubjectErasureRequested } from '@lintel/contracts';
import type { DatasetVersions } from '../datasets/dataset-versions';
import { addToOutbox, encodeEvent, type Transaction } from '@lintel/streams';
import type { SubjectKeys } from './subject-keys';
import type { SubjectStore } from './subject-store';
import { trainedOn } from './trained-on';

export interface SubjectHolder {
  readonly vertical: string;
  /** Everything that the vertical stores about subjects. */
  readonly stores: readonly SubjectStore[];
  readonly keys: Pick<SubjectKeys, 'forget'>;
  readonly datasets: Pick<DatasetVersions, 'items'>;
}

/**
 * A vertical's part in an erasure: removes the data sealed with the destroyed keys, and reports what it was and which
 * models were trained on it. Everything commits with the transaction of the event.
 */
export async function eraseSubject(
  { erasureId, vertical, subjectKeyIds }: SubjectErasureRequested,
  holder: SubjectHolder,
  transaction: Transaction,
): Promise<void> {
  if (vertical !== holder.vertical) return;
  holder.keys.forget(subjectKeyIds);
  const models = await trainedOn(transaction, holder.datasets, subjectKeyIds);
  const erased: Holding[] = [];
  for (const store of holder.stores) {
    erased.push({ kind: store.kind, count: await store.erase(transaction, subjectKeyIds) });
  }
  const report = { erasedAt: new Date().toISOString(), erased, models };
  const event = encodeEvent(subjectErased, { erasureId, vertical, report }, { source: `/${vertical}/api` });
  await addToOutbox(transaction, [{ topic: subjectErased.topic, ...event }]);
}
