import {
  challengeSchema,
  datasetListSchema,
  labelListSchema,
  labelQuerySchema,
  modelDetailSchema,
  modelListSchema,
  policiesSchema,
  promotedSchema,
  promoteSchema,
  rollBackSchema,
} from '@lintel/console-contract';
import { modelNameSchema } from '@lintel/contracts';
import {
  Approvals,
  DataSource,
  DatasetVersions,
  Labels,
  ModelRegistry,
  requestPromotion,
  type PromotionRequest,
} from '@lintel/data';
import {
  ApiProblem,
  Audited,
  currentIdentity,
  noteAudit,
  ofParam,
  permittedVerticals,
  RequestAudit,
  RequirePermission,
} from '@lintel/service';
import { Body, Controller, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { z } from 'zod';
import { ofModel } from '../access/places';

class ModelListDto extends createZodDto(modelListSchema) {}
class ModelDetailDto extends createZodDto(modelDetailSchema) {}
class NameDto extends createZodDto(z.object({ name: modelNameSchema })) {}
class PromotedDto extends createZodDto(promotedSchema) {}
class PromoteDto extends createZodDto(promoteSchema) {}
class RollBackDto extends createZodDto(rollBackSchema) {}
class ChallengeDto extends createZodDto(challengeSchema) {}
class PoliciesDto extends createZodDto(policiesSchema) {}
class DatasetListDto extends createZodDto(datasetListSchema) {}
class LabelQueryDto extends createZodDto(labelQuerySchema) {}
class LabelListDto extends createZodDto(labelListSchema) {}

const MODEL = { subject: ofParam('model', 'name') };

@ApiTags('models')
@ApiProblem()
@Controller('v1/models')
export class ModelsController {
  constructor(
    private readonly registry: ModelRegistry,
    private readonly datasets: DatasetVersions,
    private readonly labels: Labels,
    private readonly approvals: Approvals,
    private readonly database: DataSource,
    private readonly audit: RequestAudit,
  ) {}

  @Get()
  @RequirePermission('models:read', 'anywhere')
  @ApiOperation({ summary: 'Models of the apps that the caller can see' })
  @ZodResponse({ type: ModelListDto })
  async list() {
    const verticals = permittedVerticals('models:read');
    const models = await this.registry.models();
    return { items: models.filter(({ vertical }) => verticals?.includes(vertical) ?? true) };
  }

  @Get(':name')
  @RequirePermission('models:read', ofModel)
  @ApiOperation({ summary: 'A model with its versions, aliases and history' })
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
  @RequirePermission('models:promote', ofModel)
  @HttpCode(200)
  @Audited('model.promoted', { ...MODEL, details: ['versionId', 'override'], reason: 'reason' })
  @ApiOperation({
    summary: 'Promote a version, or request it where two people have to agree; the gates must pass or be overridden',
  })
  @ZodResponse({ status: 200, type: PromotedDto })
  async promote(@Param() { name }: NameDto, @Body() { versionId, ...how }: PromoteDto) {
    const approval = await this.promoteOrAsk(name, versionId, how);
    return { ...(await this.one({ name })), approval };
  }

  @Post(':name/roll-back')
  @RequirePermission('models:promote', ofModel)
  @HttpCode(200)
  @Audited('model.rolled-back', { ...MODEL, reason: 'reason' })
  @ApiOperation({ summary: 'Roll back to the previous champion' })
  @ZodResponse({ status: 200, type: ModelDetailDto })
  async rollBack(@Param() { name }: NameDto, @Body() how: RollBackDto) {
    const by = currentIdentity().name;
    await this.database.transaction(async (transaction) => {
      await this.registry.rollBack(name, { ...how, by }, transaction);
      await this.audit.within(transaction);
    });
    return this.one({ name });
  }

  @Post(':name/challenge')
  @RequirePermission('models:promote', ofModel)
  @HttpCode(200)
  @Audited('model.challenged', { ...MODEL, details: ['versionId', 'override'], reason: 'reason' })
  @ApiOperation({
    summary:
      'Try a version beside the champion, in shadow or on a share of the requests; gates pass, or are overridden',
  })
  @ZodResponse({ status: 200, type: ModelDetailDto })
  async challenge(@Param() { name }: NameDto, @Body() { versionId, challenge, ...how }: ChallengeDto) {
    const request = { ...how, by: currentIdentity().name };
    noteAudit({ details: { mode: challenge.mode } });
    const { challenger } = await this.registry.aliases(name);
    if (challenger?.versionId === versionId) await this.registry.setMode(name, challenge, request);
    else await this.registry.challenge(name, versionId, challenge, request);
    return this.one({ name });
  }

  @Post(':name/withdraw')
  @RequirePermission('models:promote', ofModel)
  @HttpCode(200)
  @Audited('challenger.withdrawn', { ...MODEL, reason: 'reason' })
  @ApiOperation({ summary: 'Withdraw the challenger' })
  @ZodResponse({ status: 200, type: ModelDetailDto })
  async withdraw(@Param() { name }: NameDto, @Body() how: RollBackDto) {
    await this.registry.withdraw(name, { ...how, by: currentIdentity().name });
    return this.one({ name });
  }

  @Put(':name/policies')
  @RequirePermission('models:configure', ofModel)
  @Audited('model.policies-changed', MODEL)
  @ApiOperation({ summary: 'Change the gates and the automation of a model' })
  @ZodResponse({ type: ModelDetailDto })
  async policies(@Param() { name }: NameDto, @Body() policies: PoliciesDto) {
    noteAudit({ details: z.record(z.string(), z.json()).parse(policies) });
    await this.registry.setPolicies(name, policies, currentIdentity().name);
    return this.one({ name });
  }

  @Get(':name/datasets')
  @RequirePermission('models:read', ofModel)
  @ApiOperation({ summary: 'The dataset versions of a model, newest first' })
  @ZodResponse({ type: DatasetListDto })
  async datasetVersions(@Param() { name }: NameDto) {
    return { items: await this.datasets.list(name) };
  }

  @Get(':name/labels')
  @RequirePermission('models:read', ofModel)
  @ApiOperation({ summary: 'Labels, newest first, including withdrawn ones' })
  @ZodResponse({ type: LabelListDto })
  labelList(@Param() { name }: NameDto, @Query() query: LabelQueryDto) {
    return this.labels.list(name, query);
  }

  /** @returns null if it is the champion now */
  private async promoteOrAsk(name: string, versionId: string, how: Omit<PromotionRequest, 'by'>) {
    const { loopPolicy } = await this.registry.model(name);
    const identity = currentIdentity();
    if (loopPolicy.twoPeople) {
      noteAudit({ action: 'promotion.requested' });
      const { registry, approvals } = this;
      return requestPromotion({ registry, approvals }, name, versionId, { ...how, requestedBy: identity });
    }
    await this.database.transaction(async (transaction) => {
      await this.registry.promote(name, versionId, { ...how, by: identity.name }, transaction);
      await this.audit.within(transaction);
    });
    return null;
  }
}
