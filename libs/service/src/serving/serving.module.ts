import { Module, type DynamicModule } from '@nestjs/common';
import { HealthChecks } from '../health/health-checks';
import { MetricSources } from '../metrics/metric-sources';
import { InferenceController } from './inference.controller';
import { type AnyServedModel } from './served-model';
import { ServedModels } from './served-models';
import { servingMetrics } from './serving-metrics';

/** Serves a service's models with the Open Inference Protocol, readiness and metrics. The caller closes the models. */
@Module({})
export class ServingModule {
  constructor(models: ServedModels, checks: HealthChecks, metrics: MetricSources) {
    for (const model of models.all()) checks.add(`model ${model.name}`, () => model.readiness());
    metrics.add(() => servingMetrics(models.all()));
  }

  static forRoot(models: readonly AnyServedModel[]): DynamicModule {
    return {
      module: ServingModule,
      controllers: [InferenceController],
      providers: [{ provide: ServedModels, useValue: new ServedModels(models) }],
      exports: [ServedModels],
    };
  }
}
