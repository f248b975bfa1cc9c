import { type Permission } from '@lintel/contracts';
import {
  ApiProblem,
  Audited,
  currentIdentity,
  ofParam,
  ofResult,
  permittedVerticals,
  RequirePermission,
  requirePermitted,
} from '@lintel/service';
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ZodResponse } from 'nestjs-zod';
import { JobQueue, ModelRegistry } from '@lintel/data';
import { IdDto, JobDto, JobLogDto, JobLogQueryDto, JobPageDto, JobQueryDto, NewJobDto } from './jobs.dto';
import { verticalOfJob } from './vertical-of-job';

@ApiTags('jobs')
@ApiProblem()
@Controller('v1/jobs')
export class JobsController {
  constructor(
    private readonly jobs: JobQueue,
    private readonly registry: ModelRegistry,
  ) {}

  @Get()
  @RequirePermission('jobs:read', 'anywhere')
  @ApiOperation({ summary: 'Jobs of the apps that the caller can see, newest first' })
  @ZodResponse({ type: JobPageDto })
  list(@Query() query: JobQueryDto) {
    return this.jobs.list({ ...query, verticals: permittedVerticals('jobs:read') });
  }

  @Post()
  @RequirePermission('jobs:run', 'anywhere')
  @Audited('job.requested', { subject: ofResult('job'), details: ['kind', 'modelName'] })
  @ApiOperation({ summary: 'Start a job' })
  @ZodResponse({ status: 201, type: JobDto })
  async create(@Body() { kind, modelName, parameters }: NewJobDto) {
    const vertical = await verticalOfJob(this.registry, { kind, modelName });
    requirePermitted('jobs:run', vertical);
    const requestedBy = currentIdentity().name;
    return this.jobs.enqueue({ kind, vertical, modelName, parameters, requestedBy, reason: 'person' });
  }

  @Get(':id')
  @RequirePermission('jobs:read', 'anywhere')
  @ApiOperation({ summary: 'One job with its progress, learning curve and result' })
  @ZodResponse({ type: JobDto })
  one(@Param() { id }: IdDto) {
    return this.permitted('jobs:read', id);
  }

  @Get(':id/log')
  @RequirePermission('jobs:read', 'anywhere')
  @ApiOperation({ summary: 'The log of a job' })
  @ZodResponse({ type: JobLogDto })
  async log(@Param() { id }: IdDto, @Query() { after }: JobLogQueryDto) {
    await this.permitted('jobs:read', id);
    return { lines: await this.jobs.log(id, { after }) };
  }

  @Post(':id/cancel')
  @RequirePermission('jobs:run', 'anywhere')
  @HttpCode(200)
  @Audited('job.cancelled', { subject: ofParam('job', 'id') })
  @ApiOperation({ summary: 'Cancel a waiting or running job' })
  @ZodResponse({ status: 200, type: JobDto })
  async cancel(@Param() { id }: IdDto) {
    await this.permitted('jobs:run', id);
    return this.jobs.cancel(id, currentIdentity().name);
  }

  @Post(':id/retry')
  @RequirePermission('jobs:run', 'anywhere')
  @Audited('job.retried', { subject: ofParam('job', 'id') })
  @ApiOperation({ summary: 'Run an ended job again' })
  @ZodResponse({ status: 201, type: JobDto })
  async retry(@Param() { id }: IdDto) {
    await this.permitted('jobs:run', id);
    return this.jobs.retry(id, currentIdentity().name);
  }

  /** @throws LintelError NOT_FOUND; NOT_PERMITTED in the job's vertical */
  private async permitted(permission: Permission, id: string) {
    const job = await this.jobs.get(id);
    requirePermitted(permission, job.vertical);
    return job;
  }
}
