import { driftQuerySchema, driftViewSchema } from '@lintel/console-contract';
import { modelNameSchema } from '@lintel/contracts';
import { DriftWindows, ModelRegistry } from '@lintel/data';
import { ApiProblem, RequirePermission } from '@lintel/service';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { z } from 'zod';
import { ofModel } from '../access/places';
import { DriftWatch } from './drift-watch';

class NameDto extends createZodDto(z.object({ name: modelNameSchema })) {}
class DriftQueryDto extends createZodDto(driftQuerySchema) {}
class DriftViewDto extends createZodDto(driftViewSchema) {}

@ApiTags('drift')
@ApiProblem()
@RequirePermission('models:read', ofModel)
@Controller('v1/models/:name/drift')
export class DriftController {
  constructor(
    private readonly registry: ModelRegistry,
    private readonly stored: DriftWindows,
    private readonly watch: DriftWatch,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Drift of the champion, window by window, compared with its evaluation' })
  @ZodResponse({ type: DriftViewDto })
  async view(@Param() { name }: NameDto, @Query() { hours }: DriftQueryDto) {
    const { policy } = this.watch;
    const { champion } = await this.registry.model(name);
    if (champion === null) {
      return { modelName: name, versionId: null, versionNumber: null, hasReference: false, policy, windows: [] };
    }
    const { versionId, number } = champion;
    const from = new Date(Date.now() - hours * 3_600_000);
    const [version, windows] = await Promise.all([
      this.registry.version(versionId),
      this.stored.reports(name, versionId, { from }),
    ]);
    return {
      modelName: name,
      versionId,
      versionNumber: number,
      hasReference: version.manifest.driftReference != null,
      policy,
      windows: windows.map(({ startAt, endAt, report }) => ({ from: startAt, to: endAt, report })),
    };
  }
}
