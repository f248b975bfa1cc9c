import { newScheduleSchema, nextRunsRequestSchema, nextRunsSchema, scheduleListSchema } from '@lintel/console-contract';
import { scheduleSchema } from '@lintel/contracts';
import { checkCronRule, ModelRegistry, nextTimes, Schedules } from '@lintel/data';
import { ApiProblem } from '@lintel/service';
import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { IdDto } from '../jobs/jobs.dto';

class ScheduleDto extends createZodDto(scheduleSchema) {}
class ScheduleListDto extends createZodDto(scheduleListSchema) {}
class NewScheduleDto extends createZodDto(newScheduleSchema) {}
class NextRunsRequestDto extends createZodDto(nextRunsRequestSchema) {}
class NextRunsDto extends createZodDto(nextRunsSchema) {}

const SHOWN_RUNS = 5;

@ApiTags('schedules')
@ApiProblem()
@Controller('v1/schedules')
export class SchedulesController {
  constructor(
    private readonly schedules: Schedules,
    private readonly registry: ModelRegistry,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Jobs that start by the clock, with their next runs' })
  @ZodResponse({ type: ScheduleListDto })
  async list() {
    return { items: await this.schedules.list() };
  }

  @Post()
  @ApiOperation({ summary: 'Start a job by the clock' })
  @ZodResponse({ status: 201, type: ScheduleDto })
  async create(@Body() { by, ...schedule }: NewScheduleDto) {
    const { vertical } = await this.registry.model(schedule.modelName);
    return this.schedules.create({ ...schedule, vertical, createdBy: by });
  }

  @Post('next-runs')
  @HttpCode(200)
  @ApiOperation({ summary: 'When a schedule would run, before it is saved' })
  @ZodResponse({ status: 200, type: NextRunsDto })
  preview(@Body() { cron, timeZone }: NextRunsRequestDto) {
    const rule = { cron, timeZone };
    checkCronRule(rule);
    return { nextRuns: nextTimes(rule, new Date(), SHOWN_RUNS).map((run) => run.toISOString()) };
  }

  @Put(':id')
  @ApiOperation({ summary: 'Change a schedule' })
  @ZodResponse({ type: ScheduleDto })
  update(@Param() { id }: IdDto, @Body() { by: _by, kind: _kind, ...change }: NewScheduleDto) {
    return this.schedules.update(id, change);
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Take a schedule away; jobs that it started stay' })
  async delete(@Param() { id }: IdDto) {
    await this.schedules.delete(id);
  }
}
