import { Controller, Get, Header, Inject, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { type Request } from 'express';
import { Public } from '../access/access-rule';
import { OBSERVABILITY, type ObservabilityConfig } from '../tracing/observability-config';
import { MetricSources } from './metric-sources';
import { checkMetricsAccess } from './metrics-access';

/**
 * Public to the access guard, because Prometheus has no account: it uses a separate token, or calls from this machine.
 */
@ApiExcludeController()
@Public()
@Controller('metrics')
export class MetricsController {
  constructor(
    private readonly sources: MetricSources,
    @Inject(OBSERVABILITY) private readonly config: Partial<ObservabilityConfig>,
  ) {}

  @Get()
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  metrics(@Req() request: Request): Promise<string> {
    checkMetricsAccess(request, this.config.METRICS_TOKEN);
    return this.sources.text();
  }
}
