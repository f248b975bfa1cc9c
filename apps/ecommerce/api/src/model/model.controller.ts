import { modelManifestSchema, modelPreparationSchema } from '@lintel/contracts';
import { ApiProblem, ServedModel } from '@lintel/service';
import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { z } from 'zod';

class ModelManifestDto extends createZodDto(modelManifestSchema) {}
class PreparationDto extends createZodDto(z.object({ preparation: modelPreparationSchema.nullable() })) {}

@ApiTags('model')
@ApiProblem()
@Controller('v1/model')
export class ModelController {
  constructor(private readonly model: ServedModel) {}

  @Get()
  @ApiOperation({ summary: 'The model that answers now: its origin, its learning curve and its evaluation' })
  @ZodResponse({ type: ModelManifestDto })
  manifest() {
    // For drift alone, and larger than all the rest.
    return { ...this.model.current().manifest, driftReference: null };
  }

  @Get('preparation')
  @ApiOperation({ summary: 'How far the first model is; null where there is one or nobody makes one' })
  @ZodResponse({ type: PreparationDto })
  async preparation() {
    return { preparation: await this.model.preparation() };
  }
}
