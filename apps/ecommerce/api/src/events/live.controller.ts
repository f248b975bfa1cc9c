import { ApiProblem, LiveStream, RequirePermission } from '@lintel/service';
import { Controller, Get, Headers, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Response } from 'express';
import { LiveRecognitions } from './live-recognitions';

@ApiTags('recognitions')
@ApiProblem()
@RequirePermission('predictions:read')
@Controller('v1/recognitions/live')
export class LiveController {
  constructor(private readonly live: LiveRecognitions) {}

  @Get()
  @ApiOperation({ summary: 'New recognitions as they happen, as server-sent events named "recognised"' })
  @LiveStream()
  follow(@Res() response: Response, @Headers('last-event-id') lastEventId: string | undefined) {
    return this.live.follow(response, lastEventId);
  }
}
