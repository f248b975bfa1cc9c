import { LintelError } from '@lintel/contracts';
import { context, type Span } from '@opentelemetry/api';
import type { EventSeal } from './event-seal';
import { failSpan, runInSpan } from '../tracing/run-in-span';
import { readTrace } from '../tracing/trace-carrier';
import { CrashGuard } from '../delivery/crash-guard';
import { recordInInbox } from '../delivery/inbox';
import { findParked, unparkEvents } from '../delivery/parked-events';
import type { Transact } from '../delivery/transaction';
import { isStructuredMode } from '../event-attributes';
import { decodeEvent, traceOfEvent } from '../event-encoding';
import { eventIdentity } from '../event-identity';
import type { EventStream, Postponement, ReceivedRecord, RecordBatch } from '../event-stream';
import { excerpt } from '../storable-text';
import type { ConsumerActivity } from './consumer-activity';
import type { EventHandler } from './event-handler';
import { asForeign, attemptOf, originOf } from './failed-record';
import { Outages } from './outages';
import { processingStep } from './processing-step';
import { RecordFailures, type Item } from './record-failures';
import { RetryDelays } from './retry-delays';
import type { RetryTopics } from './retry-topics';

export interface EventProcessorOptions {
  readonly stream: EventStream;
  readonly group: string;
  readonly handlers: readonly EventHandler[];
  readonly transact?: Transact;
  readonly seal?: EventSeal;
  readonly onError?: (error: unknown) => void;
  readonly retryTopics: RetryTopics;
  readonly activity: ConsumerActivity;
}

/** Pause while the broker or the database is unreachable, milliseconds. */
const OUTAGE_MS = 1_000;

/** Processes the records of one batch: each is handled, moved to a retry topic, or becomes a dead letter. */
export class EventProcessor {
  private readonly handlers: ReadonlyMap<string, EventHandler>;
  private readonly outages: Outages;
  private readonly failures: RecordFailures;
  private readonly delays: RetryDelays;
  /** The claim of each partition whose first batch did not crash the process. */
  private readonly claims = new Map<string, AbortSignal>();
  private carefulTurn: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: EventProcessorOptions) {
    this.handlers = new Map(options.handlers.map((handler) => [handler.contract.wireType, handler]));
    if (this.handlers.size < options.handlers.length) {
      throw new LintelError('INVALID_ARGUMENT', {
        problem: `The group "${options.group}" has two handlers for one kind of event.`,
        cure: 'Give one of them another group: every group gets every event.',
      });
    }
    this.outages = new Outages(options.transact);
    this.failures = new RecordFailures({ ...options, handlers: this.handlers, outages: this.outages });
    this.delays = new RetryDelays(options.retryTopics);
  }

  /** Why a partition is waiting for the broker or the database; undefined if none is. */
  get waitingFor(): string | undefined {
    return this.outages.reason;
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
      return this.postpone(batch, error, batch.records[0]!.offset);
    }
  }

  /** Otherwise a crash would mark a suspect in every partition, and innocent ones could be suspected repeatedly. */
  private oneAtATime<T>(run: () => Promise<T>): Promise<T> {
    const turn = this.carefulTurn.then(run);
    this.carefulTurn = turn.catch(() => undefined);
    return turn;
  }

  private async processRecords(batch: RecordBatch, guard?: CrashGuard): Promise<Postponement | void> {
    const { signal } = batch;
    const isOurs = this.options.retryTopics.delayMs(batch.topic) !== undefined;
    let items: Item[] = [];
    let next = batch.records[0]!.offset;
    const flush = async (): Promise<void> => {
      await this.handle(items, signal);
      items = [];
    };
    try {
      for (const received of batch.records) {
        const record = isOurs ? received : asForeign(received);
        const waitMs = this.delays.dueInMs(record);
        if (waitMs > 0 || signal.aborted) {
          await flush();
          this.outages.ended(batch);
          return { fromOffset: record.offset, afterMs: waitMs };
        }
        if (items.length === 0) next = record.offset;
        const item = await this.read(record, guard);
        if (items.length > 0 && (item?.handler !== items[0]!.handler || items.length >= items[0]!.handler.batch)) {
          await flush();
        }
        if (item !== undefined) items.push(item);
        // One by one, so that a crash has only one suspect.
        if (guard?.careful) await flush();
        next = items[0]?.record.offset ?? record.offset + 1;
      }
      await flush();
      this.outages.ended(batch);
    } catch (error) {
      return this.postpone(batch, error, next);
    }
  }

  private postpone(batch: RecordBatch, error: unknown, fromOffset: number): Postponement {
    const told = this.failures.told(error);
    this.outages.began(batch, told);
    this.options.activity.disturbed(told);
    this.options.onError?.(told);
    return { fromOffset, afterMs: OUTAGE_MS };
  }

  /** @returns undefined if the event could not be read and is now a dead letter */
  private async read(record: ReceivedRecord, guard: CrashGuard | undefined): Promise<Item | undefined> {
    try {
      await guard?.suspect(record.offset);
      if (record.unreadable !== undefined) throw record.unreadable;
      if (record.fault !== undefined) throw notText(record.fault);
      const handler = this.handlers.get(record.headers['ce_type'] ?? '');
      if (handler === undefined) throw unknownEvent(this.options.group, record);
      const plain = (await this.options.seal?.open(this.options.group, record)) ?? record;
      const envelope = decodeEvent(handler.contract, plain);
      const event = { ...envelope, key: record.key, origin: originOf(record), attempt: attemptOf(record) };
      return { record, handler, event };
    } catch (error) {
      if (await this.outages.isOutage(error)) throw error;
      await context.with(readTrace(traceOfEvent(record.headers)), () => this.failures.unreadable(record, error));
      return undefined;
    }
  }

  private async handle(items: readonly Item[], signal: AbortSignal): Promise<void> {
    if (items.length === 0) return;
    const { name, ...step } = processingStep(this.options.group, items);
    const settled = await runInSpan(name, step, (span) => this.settle(items, signal, span));
    // One of them failed or has to wait: handling each alone shows which.
    if (!settled) for (const item of items) await this.handle([item], signal);
  }

  /** @returns false if the events have to be tried one by one */
  private async settle(items: readonly Item[], signal: AbortSignal, span: Span): Promise<boolean> {
    const startedAt = performance.now();
    try {
      const handled = await this.run(items, signal);
      if (handled !== undefined) {
        this.options.activity.handled(handled, items.length - handled, performance.now() - startedAt);
        return true;
      }
    } catch (error) {
      if (await this.outages.isOutage(error)) throw error;
      failSpan(span, error);
      if (items.length > 1) return false;
      await this.failures.failed(items[0]!, error);
      return true;
    }
    if (items.length > 1) return false;
    await this.failures.queueBehind(items[0]!);
    return true;
  }

  /** @returns number of new events; undefined if one has to wait for another event of its key */
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
      const fresh = await recordInInbox(transaction, group, events);
      // The same event twice in one batch is one event.
      const ours = events.filter((event) => fresh.delete(eventIdentity(event)));
      if (ours.length > 0) await handler.handle(ours, { signal, transaction });
      const waited = events.filter((event) => parked.has(eventIdentity(event)));
      if (waited.length > 0) await unparkEvents(transaction, group, waited);
      return ours.length;
    });
  }
}

function notText(fault: string): LintelError {
  return new LintelError('EVENT_INVALID', {
    problem: 'An event has a key or attributes that are not text.',
    expected: 'a key and CloudEvents headers in UTF-8, each header once',
    received: fault,
    cure: 'Correct the producer.',
  });
}

function unknownEvent(group: string, { headers }: ReceivedRecord): LintelError {
  const type = headers['ce_type'];
  return new LintelError('EVENT_UNKNOWN', {
    problem: `The group "${group}" has no handler for this kind of event.`,
    ...(isStructuredMode(headers['content-type'])
      ? {
          expected: 'the binary mode of CloudEvents: attributes in headers, data in the value',
          received: 'the structured mode: an event in the value',
        }
      : { received: type === undefined ? 'a record without ce_type' : excerpt(type) }),
    cure: 'Add a handler for this type and version and replay the dead letter, or correct the producer.',
  });
}
