import { type DatasetVersion, type TaskId } from '@lintel/contracts';
import { type Card } from '../card';

/** What a task writes on the card of its models; what is absent is written as for any model. Each returns paragraphs. */
export interface TaskCard<Id extends TaskId = TaskId> {
  /** What inspection found in the data. */
  findings?(card: Card<Id>): string[];
  /** How many examples of each kind each part has. */
  counts?(version: DatasetVersion, card: Card<Id>): string[];
  /** Default: the headlines. */
  evaluation?(card: Card<Id>): string[];
  /** Limits that the evaluation shows, one sentence each, beside those that the model declares. */
  limits?(card: Card<Id>): string[];
}
