import { changeSchema, type Change } from '@lintel/console-contract';
import { ChangeListener } from '@lintel/streams';
import { EventSourceFeed } from '@lintel/service';
import { Logger } from '@nestjs/common';
import { type Response } from 'express';

const CHANNEL = 'platform_change';
/** A running training writes several rows a second; changes are gathered for this long, in milliseconds. */
const GATHER_MS = 250;

/** Sends changes of the platform's tables to every open page. */
export class LiveChanges {
  private readonly logger = new Logger(LiveChanges.name);
  private readonly listener: ChangeListener;
  private readonly feed = new EventSourceFeed(Promise.resolve());
  private readonly waiting = new Map<string, Change>();
  private timer: NodeJS.Timeout | undefined;
  private told = 0;

  constructor(databaseUrl: string) {
    this.listener = new ChangeListener(databaseUrl, CHANNEL);
    this.listener.listen((payload) => this.hear(payload));
  }

  follow(response: Response): Promise<void> {
    return this.feed.follow(response, undefined);
  }

  dismiss(): void {
    clearTimeout(this.timer);
    this.feed.dismiss();
  }

  async stop(): Promise<void> {
    this.dismiss();
    await this.listener.close();
  }

  private hear(payload: string): void {
    // Empty: the connection was interrupted, so pages reload everything.
    const change = payload === '' ? { table: '*', id: null, modelName: null } : this.read(payload);
    if (change === undefined) return;
    this.waiting.set(`${change.table} ${change.id ?? ''} ${change.modelName ?? ''}`, change);
    this.timer ??= setTimeout(() => this.tell(), GATHER_MS).unref();
  }

  private read(payload: string): Change | undefined {
    try {
      return changeSchema.parse(JSON.parse(payload));
    } catch (error) {
      this.logger.warn({ message: 'a change was not understood', error });
      return undefined;
    }
  }

  private tell(): void {
    this.timer = undefined;
    for (const change of this.waiting.values()) this.feed.tell('change', String(this.told++), change);
    this.waiting.clear();
  }
}
