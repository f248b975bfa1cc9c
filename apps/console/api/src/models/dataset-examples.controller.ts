import { datasetExampleListSchema, datasetExampleQuerySchema } from '@lintel/console-contract';
import { LintelError, modelNameSchema } from '@lintel/contracts';
import { DatasetVersions } from '@lintel/data';
import { ApiProblem, RequirePermission } from '@lintel/service';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { z } from 'zod';
import { ofModel } from '../access/places';

class DatasetDto extends createZodDto(z.object({ name: modelNameSchema, id: z.uuid() })) {}
class DatasetExampleQueryDto extends createZodDto(datasetExampleQuerySchema) {}
class DatasetExampleListDto extends createZodDto(datasetExampleListSchema) {}

/** What people labelled in a dataset version. Its pictures are read by their label, which is audited. */
@ApiTags('models')
@ApiProblem()
@Controller('v1/models/:name/datasets/:id/examples')
export class DatasetExamplesController {
  constructor(private readonly datasets: DatasetVersions) {}

  @Get()
  @RequirePermission('models:read', ofModel)
  @ApiOperation({ summary: 'The examples of a dataset version that people labelled, with their part of the split' })
  @ZodResponse({ type: DatasetExampleListDto })
  async examples(@Param() { name, id }: DatasetDto, @Query() { limit, cursor = '' }: DatasetExampleQueryDto) {
    // The permission is that of the model in the path.
    if ((await this.datasets.get(id)).modelName !== name) {
      throw new LintelError('NOT_FOUND', {
        problem: `The model ${name} has no dataset version ${id}.`,
        cure: 'List the dataset versions of the model to see which there are.',
      });
    }
    const later = (await this.datasets.items(id)).filter(({ inputSha256 }) => inputSha256 > cursor);
    const items = later.slice(0, limit);
    return { items, nextCursor: later.length > limit ? items.at(-1)!.inputSha256 : null };
  }
}
