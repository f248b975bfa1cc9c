import { DataSource, isDatabaseReachable } from '@lintel/data';
import { HealthChecks } from '@lintel/service';
import { Module, type DynamicModule } from '@nestjs/common';
import { ModelController } from './model/model.controller';
import { ServedModel } from './model/served-model';
import { RecogniseService } from './recognition/recognise.service';
import { RecognitionController } from './recognition/recognition.controller';
import { RecognitionHistory } from './recognition/recognition-history';

@Module({
  controllers: [RecognitionController, ModelController],
  providers: [RecogniseService, RecognitionHistory],
})
export class EcommerceModule {
  constructor(checks: HealthChecks, database: DataSource, model: ServedModel) {
    checks.add('database', async () =>
      (await isDatabaseReachable(database)) ? { ready: true } : { ready: false, reason: 'It does not answer.' },
    );
    checks.add('model', () => model.readiness());
  }

  static with(database: DataSource, model: ServedModel): DynamicModule {
    return {
      module: EcommerceModule,
      providers: [
        { provide: DataSource, useValue: database },
        { provide: ServedModel, useValue: model },
      ],
    };
  }
}
