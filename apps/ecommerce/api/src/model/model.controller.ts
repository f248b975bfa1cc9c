import { modelManifestSchema, modelPreparationSchema } from '@lintel/contracts';
import { ApiProblem, Public, RequirePermission, ServedModel } from '@lintel/service';
import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { z } from 'zod';

class ModelManifestDto extends createZodDto(modelManifestSchema) {}
class PreparationDto extends createZodDto(
  z.object({ served: z.boolean(), preparation: modelPreparationSchema.nullable() }),
) {}

@ApiTags('model')
@ApiProblem()
@Controller('v1/model')
export class ModelController {
  constructor(private readonly model: ServedModel) {}

  @Get()
  @RequirePermission('models:read')
  @ApiOperation({ summary: 'The model that answers now: its origin, its learning curve and its evaluation' })
  @ZodResponse({ type: ModelManifestDto })
  manifest() {
    // For drift alone, and larger than all the rest.
    return { ...this.model.current().manifest, driftReference: null };
  }

  @Get('preparation')
  @Public()
  @ApiOperation({ summary: 'Whether a model answers, and how far the first one is; null where nobody makes one' })
  @ZodResponse({ type: PreparationDto })
  async preparation() {
    return { served: this.model.readiness().ready, preparation: await this.model.preparation() };
  }
}
