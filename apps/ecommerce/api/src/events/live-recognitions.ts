import { decodeEvent, type EventStream } from '@lintel/data';
import { productRecognised } from '@lintel/ecommerce-contract';
import { EphemeralReader, EventSourceFeed } from '@lintel/service';
import { Logger } from '@nestjs/common';
import { type Response } from 'express';
import { randomUUID } from 'node:crypto';

/**
 * Every new recognition, of whichever replica, told to everyone who follows, as server-sent events. Each process is a
 * group of its own, so it hears of all.
 */
export class LiveRecognitions {
  private readonly logger = new Logger(LiveRecognitions.name);
  private readonly reader: EphemeralReader;
  private readonly feed: EventSourceFeed;

  /** @param opened when the topic exists */
  constructor(stream: EventStream, opened: Promise<void>) {
    this.reader = new EphemeralReader(stream, opened, {
      name: `recognitions-${randomUUID()}`,
      topics: [productRecognised.topic],
      onRecord: (record) => {
        const { id, data } = decodeEvent(productRecognised, record);
        this.feed.tell('recognised', id, data);
      },
      onError: (error) => this.logger.warn({ message: 'the live view waits', error }),
    });
    this.feed = new EventSourceFeed(this.reader.joined);
  }

  /** @param lastEventId of the last event that the reader has seen; what came after it is told again */
  follow(response: Response, lastEventId: string | undefined): Promise<void> {
    return this.feed.follow(response, lastEventId);
  }

  /** Lets the readers go, who would hold up the stop of the server. */
  dismiss(): void {
    this.feed.dismiss();
  }

  async stop(): Promise<void> {
    this.dismiss();
    await this.reader.stop();
  }
}
