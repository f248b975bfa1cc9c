import { Module, type DynamicModule } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { EventConsumers } from './event-consumers';
import { EventsController } from './events.controller';
import { EVENTS_OPTIONS, type EventsOptions } from './events-options';

/** Runs the @OnEvent methods of a service and shows its streams. The caller closes the stream. */
@Module({})
export class EventsModule {
  static forRoot(options: EventsOptions): DynamicModule {
    return {
      module: EventsModule,
      imports: [DiscoveryModule],
      controllers: [EventsController],
      providers: [{ provide: EVENTS_OPTIONS, useValue: options }, EventConsumers],
      exports: [EventConsumers],
    };
  }
}
