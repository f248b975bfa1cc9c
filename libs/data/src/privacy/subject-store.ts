import type { Transaction } from '@lintel/streams';

/** One kind of data about subjects, each item sealed with the subject's key. */
export interface SubjectStore {
  /** `recognition` */
  readonly kind: string;
  /** @returns number of items sealed with the keys */
  count(transaction: Transaction, subjectKeyIds: readonly string[]): Promise<number>;
  /** Removes the items; may be repeated. @returns number of items removed */
  erase(transaction: Transaction, subjectKeyIds: readonly string[]): Promise<number>;
}
