import { type Response } from 'express';
import { STREAM_BEGINS } from '../limits/limit-concurrency';

const HEARTBEAT_MS = 15_000;
const RECONNECT_MS = 2_000;
/** Maximum duration of a stream. Afterwards the reader reconnects, possibly to another replica. */
const LONGEST_MS = 15 * 60_000;
/** How many past events a reader can resume from; one that missed more has to reload. */
const KEPT = 500;
/** A reader that does not read is disconnected when this much waits for it. */
const MOST_WAITING_BYTES = 1_000_000;

interface Message {
  readonly id: string;
  readonly text: string;
}

/** Server-sent events: sends every event to all followers, and missed ones to followers that reconnect. */
export class EventSourceFeed {
  private readonly followers = new Set<Response>();
  private readonly waiting = new Set<Response>();
  private readonly heartbeat = setInterval(() => this.send(': alive\n\n'), HEARTBEAT_MS).unref();
  private recent: Message[] = [];
  private closed = false;

  /** @param joined resolves when no event can be missed any more */
  constructor(private readonly joined: Promise<void>) {}

  /**
   * Responds as soon as no event can be missed. While the source is unavailable, the reader can see that it isn't live.
   * @param lastEventId of the last event that the reader has received; later ones are sent again
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
      // Buffering proxies would hold the events back.
      'x-accel-buffering': 'no',
    });
    response.emit(STREAM_BEGINS);
    const seen = this.recent.findIndex(({ id }) => id === lastEventId);
    const missed = seen < 0 ? [] : this.recent.slice(seen + 1);
    response.write(`retry: ${RECONNECT_MS}\n\n${missed.map(({ text }) => text).join('')}`);
    this.followers.add(response);
    const longest = setTimeout(() => {
      this.followers.delete(response);
      response.end();
    }, LONGEST_MS).unref();
    response.once('close', () => clearTimeout(longest));
  }

  /** @param event name of the event; `data` is sent as JSON */
  tell(event: string, id: string, data: unknown): void {
    // A line break would end the id line.
    const line = id.replaceAll(/\p{Cc}/gu, '');
    const text = `id: ${line}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
    this.recent = [...this.recent, { id: line, text }].slice(-KEPT);
    this.send(text);
  }

  /** Disconnects all readers, which would otherwise delay the shutdown of the server. */
  dismiss(): void {
    this.closed = true;
    clearInterval(this.heartbeat);
    for (const follower of this.followers) follower.end();
    for (const response of this.waiting) response.status(503).end();
    this.waiting.clear();
  }

  private send(text: string): void {
    for (const follower of this.followers) {
      if (follower.writableLength > MOST_WAITING_BYTES) follower.destroy();
      else follower.write(text);
    }
  }
}
