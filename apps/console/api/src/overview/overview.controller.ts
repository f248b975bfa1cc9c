import { overviewSchema } from '@lintel/console-contract';
import { ApiProblem, RequirePermission } from '@lintel/service';
import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { OverviewService } from './overview.service';

class OverviewDto extends createZodDto(overviewSchema) {}

@ApiTags('overview')
@ApiProblem()
@RequirePermission('models:read', 'anywhere')
@Controller('v1/overview')
export class OverviewController {
  constructor(private readonly overview: OverviewService) {}

  @Get()
  @ApiOperation({ summary: 'Models, jobs, alerts and streams at a glance' })
  @ZodResponse({ type: OverviewDto })
  now() {
    return this.overview.now();
  }
}
