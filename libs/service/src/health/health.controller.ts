import { Controller, Get, Res } from '@nestjs/common';
import { ApiServiceUnavailableResponse, ApiTags } from '@nestjs/swagger';
import { type Response } from 'express';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { z } from 'zod';
import { Public } from '../access/access-rule';
import { HealthChecks } from './health-checks';

class LivenessDto extends createZodDto(z.object({ status: z.literal('live') })) {}
class ReadinessDto extends createZodDto(
  z.object({
    status: z.enum(['ready', 'not-ready']),
    checks: z.record(z.string(), z.object({ ready: z.boolean(), reason: z.string().optional() })),
  }),
) {}

@ApiTags('health')
@Public()
@Controller('health')
export class HealthController {
  constructor(private readonly checks: HealthChecks) {}

  /**
   * Reports that the process runs. It checks nothing else, because a restart would not fix a database. It first answers
   * when the start is complete (the port opens last), so it is also the startup probe.
   */
  @Get('live')
  @ZodResponse({ type: LivenessDto })
  live() {
    return { status: 'live' as const };
  }

  /**
   * Reports whether requests can be served. Answers 503 with the reasons if not, and from the moment the service begins
   * to stop.
   */
  @Get('ready')
  @ZodResponse({ type: ReadinessDto })
  @ApiServiceUnavailableResponse({ description: 'At least one check failed.' })
  async ready(@Res({ passthrough: true }) response: Response) {
    const { ready, checks } = await this.checks.run();
    if (!ready) response.status(503);
    return { status: ready ? ('ready' as const) : ('not-ready' as const), checks };
  }
}
