import { type AuditTrail } from '@lintel/data';
import { Global, Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE, DiscoveryModule } from '@nestjs/core';
import { ZodSerializerInterceptor, ZodValidationPipe } from 'nestjs-zod';
import { ACCESS_OPTIONS, AccessGuard, type AccessOptions } from './access/access.guard';
import { AuditGuard } from './audit/audit.guard';
import { AuditInterceptor } from './audit/audit.interceptor';
import { AUDIT_TRAIL, RequestAudit } from './audit/request-audit';
import { ProblemFilter } from './errors/problem.filter';
import { HealthChecks } from './health/health-checks';
import { HealthController } from './health/health.controller';
import { AddressLimitGuard } from './limits/address-limit.guard';
import { AnswerTimeout } from './limits/answer-timeout.interceptor';
import { IdentityLimitGuard } from './limits/identity-limit.guard';
import { limitsOf } from './limits/limits-config';
import { LIMITS, RateLimits } from './limits/rate-limits';
import { LiveStreamGuard } from './live/live-stream.guard';
import { HttpMetrics } from './metrics/http-metrics';
import { MetricSources } from './metrics/metric-sources';
import { MetricsController } from './metrics/metrics.controller';
import { OBSERVABILITY, type ObservabilityConfig } from './tracing/observability-config';

/** The providers that every service has; `startService` adds them to the app's module. */
@Global()
@Module({
  imports: [DiscoveryModule],
  controllers: [HealthController, MetricsController],
  providers: [
    HealthChecks,
    HttpMetrics,
    MetricSources,
    RateLimits,
    RequestAudit,
    // The guards run in this order.
    { provide: APP_GUARD, useClass: AuditGuard },
    { provide: APP_GUARD, useClass: AddressLimitGuard },
    { provide: APP_GUARD, useClass: AccessGuard },
    { provide: APP_GUARD, useClass: IdentityLimitGuard },
    { provide: APP_GUARD, useClass: LiveStreamGuard },
    { provide: APP_PIPE, useClass: ZodValidationPipe },
    { provide: APP_INTERCEPTOR, useClass: AuditInterceptor },
    { provide: APP_INTERCEPTOR, useClass: AnswerTimeout },
    { provide: APP_INTERCEPTOR, useClass: ZodSerializerInterceptor },
    { provide: APP_FILTER, useClass: ProblemFilter },
  ],
  exports: [HealthChecks, LIMITS, MetricSources, RequestAudit],
})
export class ServiceModule {
  /** @param audit undefined if nothing is audited */
  static with(
    access: AccessOptions,
    config: Partial<ObservabilityConfig>,
    audit: AuditTrail | undefined,
  ): DynamicModule {
    return {
      module: ServiceModule,
      providers: [
        { provide: ACCESS_OPTIONS, useValue: access },
        { provide: AUDIT_TRAIL, useValue: audit ?? null },
        { provide: OBSERVABILITY, useValue: config },
        { provide: LIMITS, useValue: limitsOf(config) },
      ],
    };
  }
}
