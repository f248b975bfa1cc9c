import { triedSchema, tryFileQuerySchema, trySchema } from '@lintel/console-contract';
import { type ModelVersion, verticalOfModel } from '@lintel/contracts';
import { type TrialContent } from '@lintel/core-ml';
import { ModelRegistry } from '@lintel/data';
import { ApiProblem, Audited, ofParam, readUploads, RequirePermission, requirePermitted } from '@lintel/service';
import { Body, Controller, Param, Post, Query, Req } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Request } from 'express';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { IdDto } from '../jobs/jobs.dto';
import { answerTrial } from './answer-trial';
import { fileLimits } from './file-limits';
import { TriedModels } from './tried-models';

class TryDto extends createZodDto(trySchema) {}
class TryFileQueryDto extends createZodDto(tryFileQuerySchema) {}
class TriedDto extends createZodDto(triedSchema) {}

const FIELD = 'file';
const TRIED = { subject: ofParam('version', 'id') };

/** Answers of one version to what a person sends. The input is neither stored nor logged. */
@ApiTags('models')
@ApiProblem()
@Controller('v1/versions/:id')
export class TryController {
  constructor(
    private readonly registry: ModelRegistry,
    private readonly models: TriedModels,
  ) {}

  @Post('answers')
  @RequirePermission('predictions:make', 'anywhere')
  @Audited('version.tried', TRIED)
  @ApiOperation({ summary: 'Try a version with a row, a text, a series or a history; the input is not stored' })
  @ZodResponse({ status: 200, type: TriedDto })
  async value(@Param() { id }: IdDto, @Body() { input }: TryDto) {
    await this.permit(id);
    return this.answer(id, { kind: 'value', value: input }, false);
  }

  @Post('file-answers')
  @RequirePermission('predictions:make', 'anywhere')
  @Audited('version.tried', TRIED)
  @ApiOperation({
    summary: 'Try a version with a picture, a text file or the first rows of a CSV file; it is not stored',
  })
  @ApiConsumes('multipart/form-data')
  @ApiBody({
    schema: { type: 'object', required: [FIELD], properties: { [FIELD]: { type: 'string', format: 'binary' } } },
  })
  @ZodResponse({ status: 200, type: TriedDto })
  async file(@Param() { id }: IdDto, @Query() { heat }: TryFileQueryDto, @Req() request: Request) {
    const { manifest } = await this.permit(id);
    const uploads = readUploads(request, { field: FIELD, maxFiles: 1, ...fileLimits(manifest) });
    for await (const upload of uploads) {
      if ('refused' in upload) throw upload.refused;
      return this.answer(id, { kind: 'file', bytes: upload.bytes }, heat === 'true');
    }
    throw new Error('A form without a file is refused when it is read.');
  }

  /** @throws LintelError NOT_FOUND; NOT_PERMITTED in the model's vertical */
  private async permit(id: string): Promise<ModelVersion> {
    const version = await this.registry.version(id);
    requirePermitted('predictions:make', verticalOfModel(version.modelName));
    return version;
  }

  private async answer(id: string, content: TrialContent, heat: boolean) {
    return answerTrial(await this.models.get(id), content, heat);
  }
}
