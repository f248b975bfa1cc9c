import { acknowledgeSchema, alertListSchema, alertQuerySchema, silenceSchema } from '@lintel/console-contract';
import { alertSchema } from '@lintel/contracts';
import { Alerts } from '@lintel/data';
import { ApiProblem } from '@lintel/service';
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
  @ApiOperation({ summary: 'What needs a person, newest first' })
  @ZodResponse({ type: AlertListDto })
  async list(@Query() query: AlertQueryDto) {
    return { items: await this.alerts.list(query) };
  }

  @Post(':id/acknowledge')
  @HttpCode(200)
  @ApiOperation({ summary: 'Say that somebody sees to it' })
  @ZodResponse({ status: 200, type: AlertDto })
  acknowledge(@Param() { id }: IdDto, @Body() { by, note }: AcknowledgeDto) {
    return this.alerts.acknowledge(id, by, note);
  }

  @Post(':id/silence')
  @HttpCode(200)
  @ApiOperation({ summary: 'Be told no more of it for a while; null ends that' })
  @ZodResponse({ status: 200, type: AlertDto })
  silence(@Param() { id }: IdDto, @Body() { by, until }: SilenceDto) {
    return until === null ? this.alerts.unsilence(id) : this.alerts.silence(id, new Date(until), by);
  }
}
