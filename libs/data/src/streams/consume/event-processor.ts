import { isClassified, LintelError } from '@lintel/contracts';
import { context, type Span } from '@opentelemetry/api';
import { isDatabaseUnavailable } from '../../database/database-failure';
import { isSealed, type RecordSeal } from '../../privacy/record-seal';
import { wordlessError } from '../../privacy/wordless-error';
import { recordInInbox } from '../delivery/inbox';
import { CrashGuard } from '../delivery/crash-guard';
import { findParked, parkEvent, unparkEvents } from '../delivery/parked-events';
import type { Transact } from '../delivery/transaction';
import { readTrace } from '../../tracing/trace-carrier';
import { failSpan, runInSpan } from '../../tracing/run-in-span';
import { decodeEvent, traceOfEvent } from '../event-encoding';
import type { EventStream, Postponement, ReceivedRecord, RecordBatch, StreamRecord } from '../event-stream';
import type { ConsumerActivity } from './consumer-activity';
import type { EventHandler, ReceivedEvent } from './event-handler';
import { attemptOf, deadRecord, originOf, retryRecord } from './failed-record';
import { processingStep } from './processing-step';
import type { RetryTopics } from './retry-topics';

export interface EventProcessorOptions {
  readonly stream: EventStream;
  readonly group: string;
  readonly handlers: readonly EventHandler[];
  readonly transact?: Transact;
  readonly seal?: RecordSeal;
  readonly onError?: (error: unknown) => void;
  readonly retryTopics: RetryTopics;
  readonly activity: ConsumerActivity;
}

interface Item {
  readonly record: ReceivedRecord;
  readonly handler: EventHandler;
  readonly event: ReceivedEvent;
}

/** Pause after a failure that is around the events, not in them. */
const OUTAGE_MS = 1_000;

/** What happens to the records of one batch: each is handled, waits in a retry topic, or lies in the dead letters. */
export class EventProcessor {
  private readonly handlers: ReadonlyMap<string, EventHandler>;
  /** Those whose events carry personal data. */
  private readonly classified: ReadonlySet<EventHandler>;
  /** The claim of each partition whose first batch was survived. */
  private readonly claims = new Map<string, AbortSignal>();
  private carefulTurn: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: EventProcessorOptions) {
    this.handlers = new Map(options.handlers.map((handler) => [handler.contract.wireType, handler]));
    this.classified = new Set(options.handlers.filter(({ contract }) => isClassified(contract)));
    if (this.handlers.size < options.handlers.length) {
      throw new LintelError('INVALID_ARGUMENT', {
        problem: `The group "${options.group}" has two handlers for one kind of event.`,
        cure: 'Give one of them another group: every group gets every event.',
      });
    }
  }

  async process(batch: RecordBatch): Promise<Postponement | void> {
    const { transact, group } = this.options;
    const place = `${batch.topic} ${batch.partition}`;
    if (transact === undefined || this.claims.get(place) === batch.signal) return this.processRecords(batch);
    try {
      const guard = await CrashGuard.begin(transact, group, batch);
      const run = () => this.processRecords(batch, guard);
      const outcome = await (guard.careful ? this.oneAtATime(run) : run());
      await guard.end();
      this.claims.set(place, batch.signal);
      return outcome;
    } catch (error) {
      return this.postpone(error, batch.records[0]!.offset);
    }
  }

  /** Else a crash would leave a suspect in every partition, and the innocent ones might meet it again. */
  private oneAtATime<T>(run: () => Promise<T>): Promise<T> {
    const turn = this.carefulTurn.then(run);
    this.carefulTurn = turn.catch(() => undefined);
    return turn;
  }

  private async processRecords(batch: RecordBatch, guard?: CrashGuard): Promise<Postponement | void> {
    const delayMs = this.options.retryTopics.delayMs(batch.topic);
    const { signal } = batch;
    let items: Item[] = [];
    let next = batch.records[0]!.offset;
    const flush = async (): Promise<void> => {
      await this.handle(items, signal);
      items = [];
    };
    try {
      for (const record of batch.records) {
        const waitMs = delayMs === undefined ? 0 : dueInMs(record, delayMs);
        if (waitMs > 0 || signal.aborted) {
          await flush();
          return { fromOffset: record.offset, afterMs: waitMs };
        }
        if (items.length === 0) next = record.offset;
        const item = await this.read(record, guard);
        if (items.length > 0 && (item?.handler !== items[0]!.handler || items.length >= items[0]!.handler.batch)) {
          await flush();
        }
        if (item !== undefined) items.push(item);
        // One by one, so that a crash has one suspect.
        if (guard?.careful) await flush();
        next = items[0]?.record.offset ?? record.offset + 1;
      }
      await flush();
    } catch (error) {
      return this.postpone(error, next);
    }
  }

  private postpone(error: unknown, fromOffset: number): Postponement {
    this.options.activity.disturbed(error);
    this.options.onError?.(error);
    return { fromOffset, afterMs: OUTAGE_MS };
  }

  /** @returns undefined where the event could not be read and lies in the dead letters now */
  private async read(record: ReceivedRecord, guard: CrashGuard | undefined): Promise<Item | undefined> {
    try {
      await guard?.suspect(record.offset);
      if (record.unreadable !== undefined) throw record.unreadable;
      const type = record.headers['ce_type'];
      const handler = this.handlers.get(type ?? '');
      if (handler === undefined) throw unknownEvent(this.options.group, type);
      const plain = (await this.options.seal?.open(this.options.group, record)) ?? record;
      const envelope = decodeEvent(handler.contract, plain);
      const event = { ...envelope, key: record.key, origin: originOf(record), attempt: attemptOf(record) };
      return { record, handler, event };
    } catch (error) {
      if (isOutage(error)) throw error;
      await context.with(readTrace(traceOfEvent(record.headers)), () => this.bury({ record }, error));
      await this.letPass(record);
      return undefined;
    }
  }

  private async handle(items: readonly Item[], signal: AbortSignal): Promise<void> {
    if (items.length === 0) return;
    const { name, ...step } = processingStep(this.options.group, items);
    const settled = await runInSpan(name, step, (span) => this.settle(items, signal, span));
    // One of them is the culprit, or has to wait: each alone finds out which.
    if (!settled) for (const item of items) await this.handle([item], signal);
  }

  /** @returns false where several have to be tried one by one */
  private async settle(items: readonly Item[], signal: AbortSignal, span: Span): Promise<boolean> {
    const startedAt = performance.now();
    try {
      const handled = await this.run(items, signal);
      if (handled !== undefined) {
        this.options.activity.handled(handled, items.length - handled, performance.now() - startedAt);
        return true;
      }
    } catch (error) {
      if (isOutage(error)) throw error;
      failSpan(span, error);
      if (items.length > 1) return false;
      await this.fail(items[0]!, error);
      return true;
    }
    if (items.length > 1) return false;
    await this.queueBehind(items[0]!);
    return true;
  }

  /** @returns how many were new; undefined where one has to wait for another of its key */
  private async run(items: readonly Item[], signal: AbortSignal): Promise<number | undefined> {
    const { transact, group } = this.options;
    const handler = items[0]!.handler;
    const events = items.map(({ event }) => event);
    if (transact === undefined) {
      await handler.handle(events, { signal, transaction: undefined });
      return events.length;
    }
    return transact(async (transaction) => {
      const parked = await findParked(transaction, group, events);
      if ([...parked.values()].includes('behind')) return undefined;
      const fresh = await recordInInbox(
        transaction,
        group,
        events.map(({ id }) => id),
      );
      // The same id twice in one batch is one event, too.
      const ours = events.filter(({ id }) => fresh.delete(id));
      if (ours.length > 0) await handler.handle(ours, { signal, transaction });
      if (parked.size > 0) await unparkEvents(transaction, group, handler.contract.topic, [...parked.keys()]);
      return ours.length;
    });
  }

  private async fail(item: Item, error: unknown): Promise<void> {
    const { record, event } = item;
    const { group, retryTopics, stream, transact, activity, onError } = this.options;
    const helps = !(error instanceof LintelError) || error.retryable;
    const topic = helps ? retryTopics.after(event.attempt) : undefined;
    if (topic === undefined) {
      await this.bury(item, error);
      await transact?.((transaction) => unparkEvents(transaction, group, event.origin.topic, [event.id]));
      return;
    }
    await transact?.((transaction) => parkEvent(transaction, group, event));
    await stream.publish([await this.sealed(retryRecord(topic, record, event.attempt), item)]);
    const told = this.told(error);
    activity.retried(told);
    onError?.(told);
  }

  /** Not tried now, so not counted as an attempt. */
  private async queueBehind(item: Item): Promise<void> {
    const { record, event } = item;
    const { group, retryTopics, stream, transact, activity } = this.options;
    await transact?.((transaction) => parkEvent(transaction, group, event));
    const topic = retryTopics.delayMs(record.topic) === undefined ? retryTopics.after(1)! : record.topic;
    await stream.publish([await this.sealed(retryRecord(topic, record, event.attempt - 1), item)]);
    activity.queuedTotal += 1;
  }

  private async bury(item: Pick<Item, 'record'> & Partial<Item>, error: unknown): Promise<void> {
    const { retryTopics, stream, activity, onError } = this.options;
    const { record } = item;
    const letter = deadRecord(retryTopics.deadLetters, record, error, attemptOf(record));
    await stream.publish([await this.sealed(letter, item)]);
    const told = this.told(error);
    activity.buried(told);
    onError?.(told);
  }

  /** What may be said of an error outside the sealed letter. */
  private told(error: unknown): unknown {
    return this.options.seal === undefined || this.classified.size === 0 ? error : wordlessError(error);
  }

  /** What the group keeps of an event that carries personal data, or whose kind is not known beside one that does. */
  private async sealed(copy: StreamRecord, { handler, event }: Partial<Item>): Promise<StreamRecord> {
    const { seal, group } = this.options;
    const type = copy.headers?.['ce_type'] ?? '';
    const kind = handler ?? this.handlers.get(type);
    if (seal === undefined || !(kind === undefined ? this.classified.size > 0 : this.classified.has(kind))) return copy;
    const subject = event === undefined ? undefined : kind?.contract.subject?.(event.data);
    return seal.seal(group, copy, subject);
  }

  /** Of a retried event that cannot be read any more, as its subject was erased: others of its key wait for it. */
  private async letPass(record: ReceivedRecord): Promise<void> {
    const { transact, group } = this.options;
    const eventId = record.headers['ce_id'];
    if (transact === undefined || eventId === undefined || !isSealed(record)) return;
    await transact((transaction) => unparkEvents(transaction, group, originOf(record).topic, [eventId]));
  }
}

/** By this machine's clock against the publisher's: skewed ones shorten or lengthen the wait, by one delay at most. */
function dueInMs(record: ReceivedRecord, delayMs: number): number {
  return Math.min(delayMs, Math.max(0, Math.ceil(record.timestampMs + delayMs - Date.now())));
}

/** No event would fare better: waiting is right, and moving them all to the retry topics is not. */
function isOutage(error: unknown): boolean {
  return isDatabaseUnavailable(error) || (error instanceof LintelError && error.code === 'STREAM_UNAVAILABLE');
}

function unknownEvent(group: string, type: string | undefined): LintelError {
  return new LintelError('EVENT_UNKNOWN', {
    problem: `The group "${group}" has no handler for this kind of event.`,
    received: type === undefined ? 'a record without ce_type' : type,
    cure: 'Add a handler for this type and version and replay the dead letter, or correct the producer.',
  });
}
