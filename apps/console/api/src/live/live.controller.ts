import { ApiProblem, LiveStream, RequirePermission } from '@lintel/service';
import { Controller, Get, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Response } from 'express';
import { LiveChanges } from './live-changes';

@ApiTags('overview')
@ApiProblem()
@RequirePermission('models:read', 'anywhere')
@Controller('v1/live')
export class LiveController {
  constructor(private readonly live: LiveChanges) {}

  @Get()
  @ApiOperation({ summary: 'Changes as server-sent events named "change"; load what they name again' })
  @LiveStream()
  follow(@Res() response: Response) {
    return this.live.follow(response);
  }
}
