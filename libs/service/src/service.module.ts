import { Global, Module } from '@nestjs/common';
import { APP_FILTER, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import { ZodSerializerInterceptor, ZodValidationPipe } from 'nestjs-zod';
import { ProblemFilter } from './errors/problem.filter';
import { HealthChecks } from './health/health-checks';
import { HealthController } from './health/health.controller';
import { MetricSources } from './metrics/metric-sources';
import { MetricsController } from './metrics/metrics.controller';

/** What every service has; `startService` adds it to the app's own module. */
@Global()
@Module({
  controllers: [HealthController, MetricsController],
  providers: [
    HealthChecks,
    MetricSources,
    { provide: APP_PIPE, useClass: ZodValidationPipe },
    { provide: APP_INTERCEPTOR, useClass: ZodSerializerInterceptor },
    { provide: APP_FILTER, useClass: ProblemFilter },
  ],
  exports: [HealthChecks, MetricSources],
})
export class ServiceModule {}
