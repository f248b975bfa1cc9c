import {
  firstTrainingFailureSchema,
  imageClassificationManifestSchema,
  modelPreparationSchema,
} from '@lintel/contracts';
import { ApiProblem, Audited, currentIdentity, Public, RequirePermission, ServedModel } from '@lintel/service';
import { Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { z } from 'zod';
import { AgreementDto, AgreementQueryDto } from '../recognition/recognition.dto';
import { Agreement } from './agreement';
import { RECOGNISER } from './recogniser';

class ModelManifestDto extends createZodDto(imageClassificationManifestSchema) {}
class PreparationDto extends createZodDto(
  z.object({ served: z.boolean(), preparation: modelPreparationSchema.nullable() }),
) {}

class FirstTrainingDto extends createZodDto(z.object({ failure: firstTrainingFailureSchema.nullable() })) {}

@ApiTags('model')
@ApiProblem()
@Controller('v1/model')
export class ModelController {
  constructor(
    private readonly model: ServedModel<'image-classification'>,
    private readonly people: Agreement,
  ) {}

  @Get()
  @RequirePermission('models:read')
  @ApiOperation({ summary: 'The current champion: its origin, its learning curve and its evaluation' })
  @ZodResponse({ type: ModelManifestDto })
  manifest() {
    // Only needed for drift, and larger than everything else.
    return { ...this.model.current().manifest, driftReference: null };
  }

  @Get('agreement')
  @RequirePermission('models:read')
  @ApiOperation({ summary: 'How often people agreed with the current champion, with a 95 % interval' })
  @ZodResponse({ type: AgreementDto })
  agreement(@Query() { days }: AgreementQueryDto) {
    return this.people.of(this.model.current().manifest.onnx.sha256, days);
  }

  @Get('preparation')
  @Public()
  @ApiOperation({
    summary: 'Whether a model is in service, and the progress of the first training; null if none was requested',
  })
  @ZodResponse({ type: PreparationDto })
  async preparation() {
    return { served: this.model.readiness().ready, preparation: await this.model.preparation() };
  }

  @Get('first-training')
  @RequirePermission('models:read')
  @ApiOperation({ summary: 'Why the first training left no model in service; null if there is no failure' })
  @ZodResponse({ type: FirstTrainingDto })
  async firstTraining() {
    return { failure: await this.model.firstTrainingFailure() };
  }

  @Post('first-training')
  @RequirePermission('jobs:run')
  @HttpCode(202)
  @Audited('job.requested', { subject: () => ({ kind: 'model', id: RECOGNISER }) })
  @ApiOperation({ summary: 'Request the first training again, unless one is waiting or running' })
  @ZodResponse({ status: 202, type: FirstTrainingDto })
  async repeatFirstTraining() {
    await this.model.repeatFirstTraining(currentIdentity().name);
    return { failure: await this.model.firstTrainingFailure() };
  }
}
