import { comparisonQuerySchema, comparisonSchema, versionDetailSchema } from '@lintel/console-contract';
import { LintelError, verticalOfModel, type ModelVersion } from '@lintel/contracts';
import { cardChinese, DatasetVersions, ModelRegistry, writeModelCard } from '@lintel/data';
import { ApiProblem, RequirePermission, requirePermitted } from '@lintel/service';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { IdDto } from '../jobs/jobs.dto';

class VersionDetailDto extends createZodDto(versionDetailSchema) {}
class ComparisonQueryDto extends createZodDto(comparisonQuerySchema) {}
class ComparisonDto extends createZodDto(comparisonSchema) {}

@ApiTags('models')
@ApiProblem()
@RequirePermission('models:read', 'anywhere')
@Controller('v1')
export class VersionsController {
  constructor(
    private readonly registry: ModelRegistry,
    private readonly datasets: DatasetVersions,
  ) {}

  @Get('versions/:id')
  @ApiOperation({ summary: 'A version with its manifest, evaluation, gates and model card' })
  @ZodResponse({ type: VersionDetailDto })
  async one(@Param() { id }: IdDto) {
    const version = await this.permitted(id);
    return { ...version, modelCards: await this.cardsOf(version) };
  }

  @Get('comparisons')
  @ApiOperation({ summary: 'Two to six versions of one model side by side' })
  @ZodResponse({ type: ComparisonDto })
  async compare(@Query() { versions: ids }: ComparisonQueryDto) {
    const versions = await Promise.all(ids.map((id) => this.permitted(id)));
    const names = new Set(versions.map(({ modelName }) => modelName));
    if (names.size > 1) {
      throw new LintelError('INVALID_ARGUMENT', {
        problem: 'These versions belong to different models.',
        expected: 'versions of one model',
        received: [...names].join(', '),
        cure: 'Choose versions of the same model.',
      });
    }
    const testSets = new Set(versions.map(({ manifest, id }) => manifest.provenance?.testSetHash ?? id));
    return { versions, sameTestSet: testSets.size === 1, pairs: versions.flatMap((version) => pairOf(version, ids)) };
  }

  /** @throws LintelError NOT_FOUND; NOT_PERMITTED in the model's vertical */
  private async permitted(id: string): Promise<ModelVersion> {
    const version = await this.registry.version(id);
    requirePermitted('models:read', verticalOfModel(version.modelName));
    return version;
  }

  /** The card in the languages of the vertical's model description. */
  private async cardsOf({ modelName, manifest, datasetVersionId }: ModelVersion): Promise<Record<string, string>> {
    const chinese = (await this.registry.model(modelName)).description?.translations['zh-CN'];
    if (chinese === undefined) return {};
    const datasetVersion = datasetVersionId === null ? null : await this.datasets.get(datasetVersionId);
    const content = { ...chinese, limits: chinese.limits, modelName, manifest, datasetVersion, gateReport: null };
    return { 'zh-CN': writeModelCard(content, { words: cardChinese, names: chinese.names }) };
  }
}

/** The gates' comparisons example by example, if the champion it was judged against is among the compared versions. */
function pairOf({ id, gateReport }: ModelVersion, ids: readonly string[]) {
  const againstId = gateReport?.championId ?? null;
  if (againstId === null || !ids.includes(againstId) || !gateReport?.comparison) return [];
  return [{ versionId: id, againstId, comparison: gateReport.comparison }];
}
