import { asyncApiDocument, streamStatusSchema } from '@lintel/contracts';
import { Controller, Get, Inject } from '@nestjs/common';
import { ApiExcludeEndpoint, ApiTags } from '@nestjs/swagger';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { Public, RequirePermission } from '../access/access-rule';
import { EventConsumers } from './event-consumers';
import { EVENTS_OPTIONS, type EventsOptions } from './events-options';

class StreamStatusDto extends createZodDto(streamStatusSchema) {}

@ApiTags('events')
@Controller()
export class EventsController {
  constructor(
    private readonly consumers: EventConsumers,
    @Inject(EVENTS_OPTIONS) private readonly options: EventsOptions,
  ) {}

  /** Lag, throughput, retries and dead letters of every consumer group of this process. */
  @Get('v1/streams')
  @RequirePermission('streams:read', 'anywhere')
  @ZodResponse({ type: StreamStatusDto })
  status() {
    return this.consumers.status();
  }

  /** The events of this service, beside /docs-json, which describes its requests. */
  @Get('docs-events-json')
  @Public()
  @ApiExcludeEndpoint()
  events(): object {
    const { title, version, sends } = this.options;
    return asyncApiDocument({ title, version, sends, receives: this.consumers.received });
  }
}
