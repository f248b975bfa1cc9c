import { decodeEvent, type EventStream, type ReceivedRecord, type Subscription } from '@lintel/data';
import { productRecognised } from '@lintel/ecommerce-contract';
import { Logger } from '@nestjs/common';
import { type Response } from 'express';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';

const HEARTBEAT_MS = 15_000;
const RECONNECT_MS = 2_000;
const JOIN_POLL_MS = 50;
/** How far back a reader can resume; beyond that it looks into the history. */
const KEPT = 500;
/** A reader that takes nothing for so long that this much waits for it is let go. */
const MOST_WAITING_BYTES = 1_000_000;

interface Message {
  readonly id: string;
  readonly text: string;
}

/**
 * Every new recognition, of whichever replica, told to everyone who follows, as server-sent events. Each process is a
 * group of its own, so it hears of all.
 */
export class LiveRecognitions {
  private readonly logger = new Logger(LiveRecognitions.name);
  private readonly followers = new Set<Response>();
  private readonly waiting = new Set<Response>();
  private readonly group = `ecommerce-api.live-${randomUUID()}`;
  private readonly heartbeat = setInterval(() => this.send(': alive\n\n'), HEARTBEAT_MS).unref();
  private readonly joined: Promise<void>;
  private recent: Message[] = [];
  private subscription: Subscription | undefined;
  private closed = false;

  /** @param opened when the topic exists */
  constructor(
    private readonly stream: EventStream,
    opened: Promise<void>,
  ) {
    this.joined = opened.then(() => this.join());
  }

  /**
   * Answers as soon as nothing can be missed any more: while the stream is away, the reader sees that it isn't live.
   * @param lastEventId of the last event that the reader has seen; what came after it is told again
   */
  async follow(response: Response, lastEventId: string | undefined): Promise<void> {
    this.waiting.add(response);
    response.once('close', () => {
      this.waiting.delete(response);
      this.followers.delete(response);
    });
    if (!this.closed) await this.joined;
    if (!this.waiting.delete(response)) return;
    if (this.closed) {
      response.status(503).end();
      return;
    }
    response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      // Proxies that gather answers would hold the events back.
      'x-accel-buffering': 'no',
    });
    const seen = this.recent.findIndex(({ id }) => id === lastEventId);
    const missed = seen < 0 ? [] : this.recent.slice(seen + 1);
    response.write(`retry: ${RECONNECT_MS}\n\n${missed.map(({ text }) => text).join('')}`);
    this.followers.add(response);
  }

  /** Lets the readers go, who would hold up the stop of the server. */
  dismiss(): void {
    this.closed = true;
    clearInterval(this.heartbeat);
    for (const follower of this.followers) follower.end();
    for (const response of this.waiting) response.status(503).end();
    this.waiting.clear();
  }

  async stop(): Promise<void> {
    this.dismiss();
    if (this.subscription === undefined) return;
    await this.subscription.stop();
    // Nobody comes back to this group.
    if (this.stream.health().status === 'ready') await this.stream.deleteGroup(this.group).catch(() => undefined);
  }

  private async join(): Promise<void> {
    if (this.closed) return;
    const subscription = this.stream.subscribe(
      {
        group: this.group,
        topics: [productRecognised.topic],
        from: 'end',
        onError: (error) => this.logger.warn({ message: 'the live view waits', error: String(error) }),
      },
      ({ records }) => {
        for (const record of records) this.tell(record);
        return Promise.resolve();
      },
    );
    this.subscription = subscription;
    while (!this.closed && subscription.assignment().length === 0) {
      await delay(JOIN_POLL_MS, undefined, { ref: false });
    }
  }

  private tell(record: ReceivedRecord): void {
    try {
      const { id: eventId, data } = decodeEvent(productRecognised, record);
      // A line break would end the line of the id.
      const id = eventId.replaceAll(/\p{Cc}/gu, '');
      const text = `id: ${id}\nevent: recognised\ndata: ${JSON.stringify(data)}\n\n`;
      this.recent = [...this.recent, { id, text }].slice(-KEPT);
      this.send(text);
    } catch (error) {
      // Of a foreign producer: nobody waits for it here.
      this.logger.warn({ message: 'an event was left out of the live view', error: String(error) });
    }
  }

  private send(text: string): void {
    for (const follower of this.followers) {
      if (follower.writableLength > MOST_WAITING_BYTES) follower.destroy();
      else follower.write(text);
    }
  }
}
