import { EventConsumer, onEvent, onEvents, streamMetrics, streamStatus, type EventHandler } from '@lintel/streams';
import type { EventContract, StreamStatus } from '@lintel/contracts';
import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { DiscoveryService, MetadataScanner, ModuleRef, Reflector } from '@nestjs/core';
import { HealthChecks } from '../health/health-checks';
import { MetricSources } from '../metrics/metric-sources';
import { EVENTS_OPTIONS, type EventsOptions } from './events-options';
import { ON_EVENT, type OnEventMetadata } from './on-event';

type Method = (...parameters: unknown[]) => Promise<void>;

/** Finds the methods with @OnEvent, runs one consumer per group, and drains them when the service stops. */
@Injectable()
export class EventConsumers implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly log = new Logger('events');
  private consumers: readonly EventConsumer[] = [];
  private contracts: readonly EventContract[] = [];

  constructor(
    @Inject(EVENTS_OPTIONS) private readonly options: EventsOptions,
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly reflector: Reflector,
    modules: ModuleRef,
  ) {
    modules.get(MetricSources, { strict: false }).add(async () => streamMetrics(await this.status()));
    const health = modules.get(HealthChecks, { strict: false });
    health.add('events', () => {
      const { status, reason } = options.stream.health();
      if (status !== 'ready') return { ready: false, reason: reason ?? `The stream is ${status}.` };
      const outside = this.consumers.filter(({ joined }) => !joined).map(({ group }) => group);
      if (outside.length > 0) return { ready: false, reason: `Not in its group yet: ${outside.join(', ')}.` };
      const waiting = this.consumers.find(({ waitingFor }) => waitingFor !== undefined);
      if (waiting !== undefined) return { ready: false, reason: `${waiting.group} waits: ${waiting.waitingFor}` };
      return { ready: true };
    });
  }

  /** The events that the service handles, for its AsyncAPI document. */
  get received(): readonly EventContract[] {
    return this.contracts;
  }

  status(): Promise<StreamStatus> {
    return streamStatus(this.options.stream, this.consumers);
  }

  onApplicationBootstrap(): void {
    const methods = this.find();
    this.contracts = methods.map(({ metadata }) => metadata.contract);
    const groups = [...new Set(methods.map(({ metadata }) => metadata.group))];
    this.consumers = groups.map((group) => {
      const ours = methods.filter(({ metadata }) => metadata.group === group);
      const { stream, transact, seal, retryDelaysMs } = this.options;
      return new EventConsumer({
        stream,
        group,
        handlers: ours.map(({ handler }) => handler),
        concurrency: Math.max(...ours.map(({ metadata }) => metadata.concurrency ?? 4)),
        ...(transact === undefined ? {} : { transact }),
        ...(seal === undefined ? {} : { seal }),
        ...(retryDelaysMs === undefined ? {} : { retryDelaysMs }),
        onError: (error) => this.log.warn({ message: 'an event could not be handled', group, error }),
      });
    });
    for (const consumer of this.consumers) consumer.start();
  }

  async onModuleDestroy(): Promise<void> {
    await Promise.all(this.consumers.map((consumer) => consumer.stop()));
  }

  private find(): { metadata: OnEventMetadata; handler: EventHandler }[] {
    return this.discovery.getProviders().flatMap(({ instance }: { instance?: unknown }) => {
      if (typeof instance !== 'object' || instance === null) return [];
      const provider = instance as Record<string, Method>;
      const prototype = Object.getPrototypeOf(provider) as object | null;
      return this.scanner.getAllMethodNames(prototype).flatMap((name) => {
        const method = provider[name]!;
        const metadata = this.reflector.get<OnEventMetadata | undefined>(ON_EVENT, method);
        if (metadata === undefined) return [];
        const call: Method = (events, context) => method.call(provider, events, context);
        const { contract, batch } = metadata;
        return [{ metadata, handler: batch === undefined ? onEvent(contract, call) : onEvents(contract, batch, call) }];
      });
    });
  }
}
