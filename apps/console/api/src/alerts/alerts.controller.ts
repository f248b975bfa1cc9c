import { acknowledgeSchema, alertListSchema, alertQuerySchema, silenceSchema } from '@lintel/console-contract';
import { alertSchema } from '@lintel/contracts';
import { Alerts } from '@lintel/data';
import {
  ApiProblem,
  Audited,
  currentIdentity,
  ofParam,
  permittedVerticals,
  RequirePermission,
  requirePermitted,
} from '@lintel/service';
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { IdDto } from '../jobs/jobs.dto';

class AlertDto extends createZodDto(alertSchema) {}
class AlertListDto extends createZodDto(alertListSchema) {}
class AlertQueryDto extends createZodDto(alertQuerySchema) {}
class AcknowledgeDto extends createZodDto(acknowledgeSchema) {}
class SilenceDto extends createZodDto(silenceSchema) {}

@ApiTags('alerts')
@ApiProblem()
@Controller('v1/alerts')
export class AlertsController {
  constructor(private readonly alerts: Alerts) {}

  @Get()
  @RequirePermission('alerts:read', 'anywhere')
  @ApiOperation({ summary: 'Alerts, newest first' })
  @ZodResponse({ type: AlertListDto })
  async list(@Query() query: AlertQueryDto) {
    return { items: await this.alerts.list({ ...query, verticals: permittedVerticals('alerts:read') }) };
  }

  @Post(':id/acknowledge')
  @RequirePermission('alerts:settle', 'anywhere')
  @HttpCode(200)
  @Audited('alert.acknowledged', { subject: ofParam('alert', 'id'), reason: 'note' })
  @ApiOperation({ summary: 'Acknowledge an alert' })
  @ZodResponse({ status: 200, type: AlertDto })
  async acknowledge(@Param() { id }: IdDto, @Body() { note }: AcknowledgeDto) {
    await this.checkPermitted(id);
    return this.alerts.acknowledge(id, currentIdentity().name, note);
  }

  @Post(':id/silence')
  @RequirePermission('alerts:settle', 'anywhere')
  @HttpCode(200)
  @Audited('alert.silenced', { subject: ofParam('alert', 'id'), details: ['until'] })
  @ApiOperation({ summary: 'Silence an alert until a time; null ends the silence' })
  @ZodResponse({ status: 200, type: AlertDto })
  async silence(@Param() { id }: IdDto, @Body() { until }: SilenceDto) {
    await this.checkPermitted(id);
    if (until === null) return this.alerts.unsilence(id);
    return this.alerts.silence(id, new Date(until), currentIdentity().name);
  }

  /** @throws LintelError NOT_FOUND; NOT_PERMITTED in the alert's vertical */
  private async checkPermitted(id: string): Promise<void> {
    requirePermitted('alerts:settle', (await this.alerts.get(id)).vertical);
  }
}
