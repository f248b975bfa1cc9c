import { decodeEvent, type EventStream } from '@lintel/streams';
import { productRecognised } from '@lintel/ecommerce-contract';
import { EphemeralReader, EventSourceFeed } from '@lintel/service';
import { Logger } from '@nestjs/common';
import { type Response } from 'express';
import { randomUUID } from 'node:crypto';

/**
 * Sends every new recognition, of any replica, to every reader as server-sent events. Each process has its own consumer
 * group, so it receives all events.
 */
export class LiveRecognitions {
  private readonly logger = new Logger(LiveRecognitions.name);
  private readonly reader: EphemeralReader;
  private readonly feed: EventSourceFeed;

  /** @param opened resolves when the topic exists */
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

  /** @param lastEventId of the last event that the reader received; later ones are sent again */
  follow(response: Response, lastEventId: string | undefined): Promise<void> {
    return this.feed.follow(response, lastEventId);
  }

  /** Disconnects the readers, who would hold up the stop of the server. */
  dismiss(): void {
    this.feed.dismiss();
  }

  async stop(): Promise<void> {
    this.dismiss();
    await this.reader.stop();
  }
}
