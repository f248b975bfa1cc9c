import { ApiProblem } from '@lintel/service';
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ZodResponse } from 'nestjs-zod';
import { JobQueue, ModelRegistry } from '@lintel/data';
import { ByDto, IdDto, JobDto, JobLogDto, JobLogQueryDto, JobPageDto, JobQueryDto, NewJobDto } from './jobs.dto';

@ApiTags('jobs')
@ApiProblem()
@Controller('v1/jobs')
export class JobsController {
  constructor(
    private readonly jobs: JobQueue,
    private readonly registry: ModelRegistry,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Jobs of all verticals, newest first' })
  @ZodResponse({ type: JobPageDto })
  list(@Query() query: JobQueryDto) {
    return this.jobs.list(query);
  }

  @Post()
  @ApiOperation({ summary: 'Ask the trainers of a vertical for a job' })
  @ZodResponse({ status: 201, type: JobDto })
  async create(@Body() { kind, modelName, parameters, by }: NewJobDto) {
    const { vertical } = await this.registry.model(modelName);
    return this.jobs.enqueue({ kind, vertical, modelName, parameters, requestedBy: by, reason: 'person' });
  }

  @Get(':id')
  @ApiOperation({ summary: 'One job: how far it is, its learning curve, what came of it' })
  @ZodResponse({ type: JobDto })
  one(@Param() { id }: IdDto) {
    return this.jobs.get(id);
  }

  @Get(':id/log')
  @ApiOperation({ summary: 'What a job has said' })
  @ZodResponse({ type: JobLogDto })
  async log(@Param() { id }: IdDto, @Query() { after }: JobLogQueryDto) {
    return { lines: await this.jobs.log(id, { after }) };
  }

  @Post(':id/cancel')
  @HttpCode(200)
  @ApiOperation({ summary: 'Stop a job that waits or runs' })
  @ZodResponse({ status: 200, type: JobDto })
  cancel(@Param() { id }: IdDto, @Body() { by }: ByDto) {
    return this.jobs.cancel(id, by);
  }

  @Post(':id/retry')
  @ApiOperation({ summary: 'Ask for a job that has ended once more' })
  @ZodResponse({ status: 201, type: JobDto })
  retry(@Param() { id }: IdDto, @Body() { by }: ByDto) {
    return this.jobs.retry(id, by);
  }
}
