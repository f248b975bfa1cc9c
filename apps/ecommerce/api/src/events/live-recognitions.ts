import { decodeEvent, type EventStream, type ReceivedRecord, type Subscription } from '@lintel/data';
import { productRecognised } from '@lintel/ecommerce-contract';
import { Logger } from '@nestjs/common';
import { type Response } from 'express';
import { randomUUID } from 'node:crypto';

const HEARTBEAT_MS = 15_000;
const RECONNECT_MS = 2_000;
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
  private readonly group = `ecommerce-api.live-${randomUUID()}`;
  private readonly heartbeat = setInterval(() => this.send(': alive\n\n'), HEARTBEAT_MS).unref();
  private recent: Message[] = [];
  private subscription: Subscription | undefined;
  private closed = false;

  /** @param opened when the topic exists */
  constructor(
    private readonly stream: EventStream,
    opened: Promise<void>,
  ) {
    void opened.then(() => this.subscribe());
  }

  /** @param lastEventId of the last event that the reader has seen; what came after it is told again */
  follow(response: Response, lastEventId: string | undefined): void {
    response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      // Proxies that gather answers would hold the events back.
      'x-accel-buffering': 'no',
    });
    if (this.closed) {
      response.end();
      return;
    }
    const seen = this.recent.findIndex(({ id }) => id === lastEventId);
    const missed = seen < 0 ? [] : this.recent.slice(seen + 1);
    response.write(`retry: ${RECONNECT_MS}\n\n${missed.map(({ text }) => text).join('')}`);
    this.followers.add(response);
    response.once('close', () => this.followers.delete(response));
  }

  /** Lets the readers go, who would hold up the stop of the server. */
  dismiss(): void {
    this.closed = true;
    clearInterval(this.heartbeat);
    for (const follower of this.followers) follower.end();
  }

  async stop(): Promise<void> {
    this.dismiss();
    if (this.subscription === undefined) return;
    await this.subscription.stop();
    // Nobody comes back to this group.
    if (this.stream.health().status === 'ready') await this.stream.deleteGroup(this.group).catch(() => undefined);
  }

  private subscribe(): void {
    if (this.closed) return;
    this.subscription = this.stream.subscribe(
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
  }

  private tell(record: ReceivedRecord): void {
    try {
      const { id, data } = decodeEvent(productRecognised, record);
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
