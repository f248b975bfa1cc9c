import { message, verticalOfGroup, type StreamOverview } from '@lintel/contracts';
import { Alerts, type DataSource } from '@lintel/data';
import { countRefusedEvents, installDeliveryTables, streamOverview, type EventStream } from '@lintel/streams';
import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';

const LOOK_EVERY_MS = 15_000;
/** A group with at least this many waiting events raises an alert. */
const LATE = 10_000;

/** A lasting state, not a single event: the number is in the title, and another check does not increase the count. */
const STATE = 'state';

/**
 * Raises an alert for groups that gave events up or are far behind, and for topics whose events the broker refused;
 * resolves it when that is over.
 */
@Injectable()
export class StreamAlerts implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(StreamAlerts.name);
  private timer: NodeJS.Timeout | undefined;
  private looking = Promise.resolve();

  constructor(
    private readonly stream: EventStream,
    private readonly alerts: Alerts,
    private readonly database: DataSource,
  ) {}

  onApplicationBootstrap(): void {
    const look = (): void => void (this.looking = this.looking.then(() => this.tryLook()));
    this.timer = setInterval(look, LOOK_EVERY_MS).unref();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.looking;
  }

  async look(): Promise<void> {
    await this.refusedEvents();
    const { groups } = await streamOverview(this.stream);
    for (const group of groups) {
      await this.deadLetters(group);
      await this.lag(group);
    }
  }

  private async tryLook(): Promise<void> {
    // While the broker is unreachable, readiness reports it.
    await this.look().catch((error: unknown) => this.logger.warn({ message: 'streams were not checked', error }));
  }

  private async deadLetters({ group, deadLetters }: StreamOverview['groups'][number]): Promise<void> {
    const key = `dead-letters/${group}`;
    const waiting = deadLetters?.waiting ?? 0;
    if (waiting === 0) return void (await this.alerts.resolve(key));
    await this.alerts.raise({
      key,
      kind: 'dead-letters',
      severity: 'warning',
      vertical: verticalOfGroup(group),
      subject: group,
      title:
        waiting === 1
          ? message('alert.dead-letters.title-one', { group })
          : message('alert.dead-letters.title', { group, count: waiting }),
      detail: [message('alert.dead-letters.detail')],
      occurrence: STATE,
    });
  }

  private async refusedEvents(): Promise<void> {
    await installDeliveryTables((work) => this.database.transaction(work));
    const refused = await countRefusedEvents(this.database.manager);
    const open = await this.alerts.list({ state: 'unresolved', kind: 'refused-events', limit: 100 });
    for (const { subject } of open) {
      if (!refused.some(({ topic }) => topic === subject)) await this.alerts.resolve(`refused-events/${subject}`);
    }
    for (const { topic, count, code } of refused) {
      await this.alerts.raise({
        key: `refused-events/${topic}`,
        kind: 'refused-events',
        severity: 'warning',
        vertical: topic.split('.')[0] ?? topic,
        subject: topic,
        title:
          count === 1
            ? message('alert.refused-events.title-one', { topic })
            : message('alert.refused-events.title', { topic, count }),
        detail: [message('alert.refused-events.detail', { code })],
        occurrence: STATE,
      });
    }
  }

  private async lag({ group, lag, running }: StreamOverview['groups'][number]): Promise<void> {
    const key = `lag/${group}`;
    if (lag < LATE) return void (await this.alerts.resolve(key));
    await this.alerts.raise({
      key,
      kind: 'lag',
      severity: running ? 'warning' : 'critical',
      vertical: verticalOfGroup(group),
      subject: group,
      title: message('alert.lag.title', { group, count: lag }),
      detail: [message(running ? 'alert.lag.slow' : 'alert.lag.stopped')],
      occurrence: STATE,
    });
  }
}
