import { predictionMade, subjectErased, verdictGiven } from '@lintel/contracts';
import { DataSource, isDatabaseReachable, RecordSeal, SubjectVault } from '@lintel/data';
import { type EventStream } from '@lintel/streams';
import { productRecognised } from '@lintel/ecommerce-contract';
import {
  EventsModule,
  HealthChecks,
  ServedModel,
  ServingModule,
  type ApiDescription,
  type Platform,
  type SubjectData,
} from '@lintel/service';
import { Module, type DynamicModule } from '@nestjs/common';
import { LiveController } from './events/live.controller';
import { LiveRecognitions } from './events/live-recognitions';
import { PhotoHandler } from './events/photo-handler';
import { Agreement } from './model/agreement';
import { ModelController } from './model/model.controller';
import { ErasureHandler } from './privacy/erasure-handler';
import { recognitionStore } from './privacy/recognition-store';
import { BinController } from './recognition/bin.controller';
import { RecogniseService } from './recognition/recognise.service';
import { RecognitionBin } from './recognition/recognition-bin';
import { RecognitionController } from './recognition/recognition.controller';
import { RecognitionHeat } from './recognition/recognition-heat';
import { RecognitionHistory } from './recognition/recognition-history';
import { RecognitionList } from './recognition/recognition-list';
import { VerdictController } from './verdict/verdict.controller';
import { VerdictService } from './verdict/verdict.service';

/** The last delays are for a model that is still being trained when its pictures arrive. */
const RETRY_DELAYS_MS = [3_000, 30_000, 300_000, 1_800_000];

export interface EcommerceParts {
  readonly database: DataSource;
  readonly platform: Platform;
  readonly model: ServedModel<'image-classification'>;
  readonly stream: EventStream;
  readonly live: LiveRecognitions;
  readonly subjects: SubjectData;
}

@Module({
  // The live view and the bin come first: their paths would match that of a recognition.
  controllers: [LiveController, BinController, RecognitionController, VerdictController, ModelController],
  providers: [
    RecogniseService,
    RecognitionHistory,
    RecognitionHeat,
    RecognitionList,
    RecognitionBin,
    Agreement,
    PhotoHandler,
  ],
})
export class EcommerceModule {
  constructor(checks: HealthChecks, database: DataSource) {
    checks.add('database', async () =>
      (await isDatabaseReachable(database)) ? { ready: true } : { ready: false, reason: 'It does not answer.' },
    );
  }

  static with(
    { database, platform, model, stream, live, subjects }: EcommerceParts,
    { title, version }: ApiDescription,
  ): DynamicModule {
    const { vault, pictures } = subjects;
    const stores = [recognitionStore, pictures];
    const holder = { vertical: vault.vertical, stores, keys: vault.keys, datasets: platform.datasets };
    return {
      module: EcommerceModule,
      imports: [
        EventsModule.forRoot({
          stream,
          transact: (work) => database.transaction(work),
          seal: new RecordSeal(vault.keys),
          retryDelaysMs: RETRY_DELAYS_MS,
          sends: [productRecognised, predictionMade, verdictGiven, subjectErased],
          title,
          version,
        }),
        ServingModule.forRoot([model]),
      ],
      providers: [
        { provide: DataSource, useValue: database },
        { provide: ServedModel, useValue: model },
        { provide: LiveRecognitions, useValue: live },
        { provide: SubjectVault, useValue: vault },
        { provide: VerdictService, useFactory: () => new VerdictService(database, subjects, model) },
        { provide: ErasureHandler, useValue: new ErasureHandler(holder) },
      ],
    };
  }
}
