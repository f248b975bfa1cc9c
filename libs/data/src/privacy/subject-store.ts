import type { Transaction } from '../streams/delivery/transaction';

/** One kind of thing that is held of subjects, each sealed with their key. */
export interface SubjectStore {
  /** `recognition` */
  readonly kind: string;
  /** @returns how many of it belong to the keys */
  count(transaction: Transaction, subjectKeyIds: readonly string[]): Promise<number>;
  /** Removes them; may be repeated. @returns how many there were */
  erase(transaction: Transaction, subjectKeyIds: readonly string[]): Promise<number>;
}
