import {
  challengeSchema,
  datasetListSchema,
  labelListSchema,
  labelQuerySchema,
  modelDetailSchema,
  modelListSchema,
  policiesSchema,
  promoteSchema,
  rollBackSchema,
} from '@lintel/console-contract';
import { modelNameSchema } from '@lintel/contracts';
import { DatasetVersions, Labels, ModelRegistry } from '@lintel/data';
import { ApiProblem } from '@lintel/service';
import { Body, Controller, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { z } from 'zod';

class ModelListDto extends createZodDto(modelListSchema) {}
class ModelDetailDto extends createZodDto(modelDetailSchema) {}
class NameDto extends createZodDto(z.object({ name: modelNameSchema })) {}
class PromoteDto extends createZodDto(promoteSchema) {}
class RollBackDto extends createZodDto(rollBackSchema) {}
class ChallengeDto extends createZodDto(challengeSchema) {}
class PoliciesDto extends createZodDto(policiesSchema) {}
class DatasetListDto extends createZodDto(datasetListSchema) {}
class LabelQueryDto extends createZodDto(labelQuerySchema) {}
class LabelListDto extends createZodDto(labelListSchema) {}

@ApiTags('models')
@ApiProblem()
@Controller('v1/models')
export class ModelsController {
  constructor(
    private readonly registry: ModelRegistry,
    private readonly datasets: DatasetVersions,
    private readonly labels: Labels,
  ) {}

  @Get()
  @ApiOperation({ summary: 'The models of all verticals' })
  @ZodResponse({ type: ModelListDto })
  async list() {
    return { items: await this.registry.models() };
  }

  @Get(':name')
  @ApiOperation({ summary: 'A model: its versions, who answers now, and how it came to that' })
  @ZodResponse({ type: ModelDetailDto })
  async one(@Param() { name }: NameDto) {
    const [model, versions, history, challenge] = await Promise.all([
      this.registry.model(name),
      this.registry.versions(name),
      this.registry.history(name),
      this.registry.challengeReport(name),
    ]);
    return { model, versions, history, challenge };
  }

  @Post(':name/promote')
  @HttpCode(200)
  @ApiOperation({ summary: 'Let a version answer; its gates must have passed, or be overridden with a reason' })
  @ZodResponse({ status: 200, type: ModelDetailDto })
  async promote(@Param() { name }: NameDto, @Body() { versionId, ...how }: PromoteDto) {
    await this.registry.promote(name, versionId, how);
    return this.one({ name });
  }

  @Post(':name/roll-back')
  @HttpCode(200)
  @ApiOperation({ summary: 'Let the version before answer again' })
  @ZodResponse({ status: 200, type: ModelDetailDto })
  async rollBack(@Param() { name }: NameDto, @Body() how: RollBackDto) {
    await this.registry.rollBack(name, how);
    return this.one({ name });
  }

  @Post(':name/challenge')
  @HttpCode(200)
  @ApiOperation({ summary: 'Try a version beside the one that answers, in shadow or on a share of the requests' })
  @ZodResponse({ status: 200, type: ModelDetailDto })
  async challenge(@Param() { name }: NameDto, @Body() { versionId, challenge, by }: ChallengeDto) {
    const { challenger } = await this.registry.aliases(name);
    if (challenger?.versionId === versionId) await this.registry.setMode(name, challenge, { by });
    else await this.registry.challenge(name, versionId, challenge, { by });
    return this.one({ name });
  }

  @Post(':name/withdraw')
  @HttpCode(200)
  @ApiOperation({ summary: 'Stop trying the challenger' })
  @ZodResponse({ status: 200, type: ModelDetailDto })
  async withdraw(@Param() { name }: NameDto, @Body() how: RollBackDto) {
    await this.registry.withdraw(name, how);
    return this.one({ name });
  }

  @Put(':name/policies')
  @ApiOperation({ summary: 'Change the gates, and when the model is trained and promoted by itself' })
  @ZodResponse({ type: ModelDetailDto })
  async policies(@Param() { name }: NameDto, @Body() { by, ...policies }: PoliciesDto) {
    await this.registry.setPolicies(name, policies, by);
    return this.one({ name });
  }

  @Get(':name/datasets')
  @ApiOperation({ summary: 'The dataset versions of a model, newest first' })
  @ZodResponse({ type: DatasetListDto })
  async datasetVersions(@Param() { name }: NameDto) {
    return { items: await this.datasets.list(name) };
  }

  @Get(':name/labels')
  @ApiOperation({ summary: 'What people said, newest first, with those taken back' })
  @ZodResponse({ type: LabelListDto })
  labelList(@Param() { name }: NameDto, @Query() query: LabelQueryDto) {
    return this.labels.list(name, query);
  }
}
