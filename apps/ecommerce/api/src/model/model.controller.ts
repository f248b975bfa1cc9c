import { modelManifestSchema } from '@lintel/contracts';
import { ApiProblem } from '@lintel/service';
import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { ServedModel } from './served-model';

class ModelManifestDto extends createZodDto(modelManifestSchema) {}

@ApiTags('model')
@ApiProblem()
@Controller('v1/model')
export class ModelController {
  constructor(private readonly model: ServedModel) {}

  @Get()
  @ApiOperation({ summary: 'The model that answers now: its origin, its learning curve and its evaluation' })
  @ZodResponse({ type: ModelManifestDto })
  manifest() {
    return this.model.current().manifest;
  }
}
