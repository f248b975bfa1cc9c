import { Controller, Get, Header } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { MetricSources } from './metric-sources';

@ApiExcludeController()
@Controller('metrics')
export class MetricsController {
  constructor(private readonly sources: MetricSources) {}

  @Get()
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  metrics(): Promise<string> {
    return this.sources.text();
  }
}
