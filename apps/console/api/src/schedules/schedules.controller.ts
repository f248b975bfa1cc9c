import { newScheduleSchema, nextRunsRequestSchema, nextRunsSchema, scheduleListSchema } from '@lintel/console-contract';
import { scheduleSchema } from '@lintel/contracts';
import { checkCronRule, ModelRegistry, nextTimes, Schedules } from '@lintel/data';
import {
  ApiProblem,
  Audited,
  currentIdentity,
  NotAudited,
  ofParam,
  ofResult,
  permittedVerticals,
  RequirePermission,
  requirePermitted,
} from '@lintel/service';
import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { IdDto } from '../jobs/jobs.dto';
import { verticalOfJob } from '../jobs/vertical-of-job';

class ScheduleDto extends createZodDto(scheduleSchema) {}
class ScheduleListDto extends createZodDto(scheduleListSchema) {}
class NewScheduleDto extends createZodDto(newScheduleSchema) {}
class NextRunsRequestDto extends createZodDto(nextRunsRequestSchema) {}
class NextRunsDto extends createZodDto(nextRunsSchema) {}

const SHOWN_RUNS = 5;
/** The state of a schedule in the audit trail. */
const TOLD = ['kind', 'modelName', 'cron', 'timeZone', 'enabled'];

@ApiTags('schedules')
@ApiProblem()
@Controller('v1/schedules')
export class SchedulesController {
  constructor(
    private readonly schedules: Schedules,
    private readonly registry: ModelRegistry,
  ) {}

  @Get()
  @RequirePermission('jobs:read', 'anywhere')
  @ApiOperation({ summary: 'Schedules with their next runs' })
  @ZodResponse({ type: ScheduleListDto })
  async list() {
    const verticals = permittedVerticals('jobs:read');
    const schedules = await this.schedules.list();
    return { items: schedules.filter(({ vertical }) => verticals?.includes(vertical) ?? true) };
  }

  @Post()
  @RequirePermission('jobs:run', 'anywhere')
  @Audited('schedule.created', { subject: ofResult('schedule'), details: TOLD })
  @ApiOperation({ summary: 'Create a schedule' })
  @ZodResponse({ status: 201, type: ScheduleDto })
  async create(@Body() schedule: NewScheduleDto) {
    const vertical = await verticalOfJob(this.registry, schedule);
    requirePermitted('jobs:run', vertical);
    return this.schedules.create({ ...schedule, vertical, createdBy: currentIdentity().name });
  }

  @Post('next-runs')
  @RequirePermission('jobs:read', 'anywhere')
  @HttpCode(200)
  @NotAudited('it changes nothing')
  @ApiOperation({ summary: 'The next runs of a schedule that is not saved yet' })
  @ZodResponse({ status: 200, type: NextRunsDto })
  preview(@Body() { cron, timeZone }: NextRunsRequestDto) {
    const rule = { cron, timeZone };
    checkCronRule(rule);
    return { nextRuns: nextTimes(rule, new Date(), SHOWN_RUNS).map((run) => run.toISOString()) };
  }

  @Put(':id')
  @RequirePermission('jobs:run', 'anywhere')
  @Audited('schedule.changed', { subject: ofParam('schedule', 'id'), details: TOLD })
  @ApiOperation({ summary: 'Change a schedule' })
  @ZodResponse({ type: ScheduleDto })
  async update(@Param() { id }: IdDto, @Body() { kind: _kind, ...change }: NewScheduleDto) {
    await this.checkPermitted(id);
    return this.schedules.update(id, change);
  }

  @Delete(':id')
  @RequirePermission('jobs:run', 'anywhere')
  @HttpCode(204)
  @Audited('schedule.deleted', { subject: ofParam('schedule', 'id') })
  @ApiOperation({ summary: 'Delete a schedule; its jobs stay' })
  async delete(@Param() { id }: IdDto) {
    await this.checkPermitted(id);
    await this.schedules.delete(id);
  }

  /** @throws LintelError NOT_FOUND; NOT_PERMITTED in the schedule's vertical */
  private async checkPermitted(id: string): Promise<void> {
    requirePermitted('jobs:run', (await this.schedules.get(id)).vertical);
  }
}
