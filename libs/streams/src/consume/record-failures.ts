import { isClassified, LintelError } from '@lintel/contracts';
import type { EventSeal } from './event-seal';
import { wordlessError } from './wordless-error';
import { parkEvent, unparkEvents } from '../delivery/parked-events';
import type { Transact } from '../delivery/transaction';
import type { EventStream, ReceivedRecord, StreamRecord } from '../event-stream';
import { buryRecord, publishOwn } from './bury-record';
import type { ConsumerActivity } from './consumer-activity';
import type { EventHandler, ReceivedEvent } from './event-handler';
import { attemptOf, deadRecord, originOf, retryRecord } from './failed-record';
import { withoutContents } from './letter-cut';
import type { Outages } from './outages';
import type { RetryTopics } from './retry-topics';

export interface RecordFailuresOptions {
  readonly stream: EventStream;
  readonly group: string;
  readonly retryTopics: RetryTopics;
  readonly activity: ConsumerActivity;
  /** Keyed by the wire type of their contract. */
  readonly handlers: ReadonlyMap<string, EventHandler>;
  readonly outages: Outages;
  readonly transact?: Transact;
  readonly seal?: EventSeal;
  readonly onError?: (error: unknown) => void;
}

/** A record that was read: its event and its handler. */
export interface Item {
  readonly record: ReceivedRecord;
  readonly handler: EventHandler;
  readonly event: ReceivedEvent;
}

/**
 * Moves records that could not be handled to a retry topic or the dead letters. Every method throws only if the broker
 * or the database is unreachable; after any other error the record becomes a dead letter, too.
 */
export class RecordFailures {
  /** Handlers of events that contain personal data. */
  private readonly classified: ReadonlySet<EventHandler>;

  constructor(private readonly options: RecordFailuresOptions) {
    this.classified = new Set([...options.handlers.values()].filter(({ contract }) => isClassified(contract)));
  }

  /** The handler threw. */
  async failed(item: Item, error: unknown): Promise<void> {
    const { retryTopics, activity } = this.options;
    const { attempt } = item.event;
    const helps = !(error instanceof LintelError) || error.retryable;
    const topic = helps ? retryTopics.after(attempt) : undefined;
    if (topic === undefined || !(await this.isMoved(item, topic, attempt))) return this.giveUp(item, error);
    activity.retried(this.report(error));
  }

  /** Another event of the same key is waiting for a retry. This one was not tried, so no attempt is counted. */
  async queueBehind(item: Item): Promise<void> {
    const { record, event } = item;
    const { retryTopics, activity } = this.options;
    const topic = retryTopics.delayMs(record.topic) === undefined ? retryTopics.after(1)! : record.topic;
    if (await this.isMoved(item, topic, event.attempt - 1)) {
      activity.queuedTotal += 1;
      return;
    }
    await this.giveUp(
      item,
      new LintelError('EVENT_TOO_LARGE', {
        problem: 'An event had to wait for another one of its key, and its copy was refused by the retry topic.',
        cure: 'Replay this dead letter when the other event has been handled. The log names the cause.',
      }),
    );
  }

  /** The record could not be read. */
  async unreadable(record: ReceivedRecord, error: unknown): Promise<void> {
    await this.bury({ record }, error);
    const { ce_id: id, ce_source: source } = record.headers;
    // A retried event may no longer be readable, for example because its subject was erased; others of its key wait for
    // it.
    if (this.options.retryTopics.delayMs(record.topic) === undefined || id === undefined || source === undefined)
      return;
    await this.letPass({ id, source, origin: originOf(record) });
  }

  /** The part of an error that may be shown outside the sealed letter. */
  told(error: unknown): unknown {
    return this.options.seal === undefined || this.classified.size === 0 ? error : wordlessError(error);
  }

  private report(error: unknown): unknown {
    const told = this.told(error);
    this.options.onError?.(told);
    return told;
  }

  private async giveUp(item: Item, error: unknown): Promise<void> {
    await this.bury(item, error);
    await this.letPass(item.event);
  }

  /** @returns false if the record cannot be moved: its copy is too large, or sealing fails */
  private async isMoved(item: Item, topic: string, attempts: number): Promise<boolean> {
    const { group, retryTopics, stream, transact, outages } = this.options;
    try {
      await transact?.((transaction) => parkEvent(transaction, group, item.event));
      await publishOwn(stream, retryTopics, await this.sealed(retryRecord(topic, item.record, attempts), item));
      return true;
    } catch (error) {
      if (await outages.isOutage(error)) throw error;
      this.report(error);
      return false;
    }
  }

  private async bury(item: Pick<Item, 'record'> & Partial<Item>, error: unknown): Promise<void> {
    const { retryTopics, stream, activity } = this.options;
    const { record } = item;
    const letter = deadRecord(retryTopics.deadLetters, record, error, attemptOf(record));
    await buryRecord(stream, retryTopics, await this.sealedLetter(letter, item, error));
    activity.buried(this.report(error));
  }

  private async sealedLetter(letter: StreamRecord, item: Partial<Item>, cause: unknown): Promise<StreamRecord> {
    try {
      return await this.sealed(letter, item);
    } catch (error) {
      if (await this.options.outages.isOutage(error)) throw error;
      // It is marked as sealed, but no key fits. Readable parts must not contain personal data.
      this.report(error);
      return withoutContents(letter, wordlessError(cause).message);
    }
  }

  /** The copy of an event with personal data, or of an unknown event type in a group that handles such events. */
  private async sealed(copy: StreamRecord, { handler, event }: Partial<Item>): Promise<StreamRecord> {
    const { seal, group, handlers } = this.options;
    const kind = handler ?? handlers.get(copy.headers['ce_type'] ?? '');
    if (seal === undefined || !(kind === undefined ? this.classified.size > 0 : this.classified.has(kind))) return copy;
    const subject = event === undefined ? undefined : kind?.contract.subject?.(event.data);
    return seal.seal(group, copy, subject);
  }

  private async letPass(event: Pick<ReceivedEvent, 'id' | 'source' | 'origin'>): Promise<void> {
    const { transact, group } = this.options;
    await transact?.((transaction) => unparkEvents(transaction, group, [event]));
  }
}
