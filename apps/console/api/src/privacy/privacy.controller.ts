import {
  erasureListSchema,
  erasureSchema,
  newErasureSchema,
  subjectQuerySchema,
  subjectViewSchema,
} from '@lintel/contracts';
import { Erasures } from '@lintel/data';
import {
  ApiProblem,
  Audited,
  currentIdentity,
  ofResult,
  permittedVerticals,
  RequirePermission,
  requirePermitted,
} from '@lintel/service';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { IdDto } from '../jobs/jobs.dto';

class ErasureDto extends createZodDto(erasureSchema) {}
class ErasureListDto extends createZodDto(erasureListSchema) {}
class NewErasureDto extends createZodDto(newErasureSchema) {}
class SubjectQueryDto extends createZodDto(subjectQuerySchema) {}
class SubjectViewDto extends createZodDto(subjectViewSchema) {}

@ApiTags('privacy')
@ApiProblem()
@RequirePermission('privacy:manage', 'anywhere')
@Controller('v1/privacy')
export class PrivacyController {
  constructor(private readonly erasures: Erasures) {}

  @Post('erasures')
  @Audited('subject.erased', { subject: ofResult('subject', 'subjectHash'), reason: 'reason' })
  @ApiOperation({ summary: "Erase a person's data: destroys its key at once, then the app removes it" })
  @ZodResponse({ status: 201, type: ErasureDto })
  erase(@Body() erasure: NewErasureDto) {
    requirePermitted('privacy:manage', erasure.vertical);
    return this.erasures.request(erasure, currentIdentity().name);
  }

  @Get('erasures')
  @ApiOperation({ summary: 'Erasures with the models trained on the data, newest first' })
  @ZodResponse({ type: ErasureListDto })
  async list() {
    return { items: await this.erasures.list({ verticals: permittedVerticals('privacy:manage') }) };
  }

  @Get('erasures/:id')
  @ApiOperation({ summary: 'One erasure, with its report once the app has removed the data' })
  @ZodResponse({ type: ErasureDto })
  async one(@Param() { id }: IdDto) {
    const erasure = await this.erasures.get(id);
    requirePermitted('privacy:manage', erasure.vertical);
    return erasure;
  }

  @Get('subjects')
  @Audited('subject.viewed')
  @ApiOperation({ summary: 'How much data is stored about a person, without its content' })
  @ZodResponse({ type: SubjectViewDto })
  subject(@Query() { vertical, subjectId }: SubjectQueryDto) {
    requirePermitted('privacy:manage', vertical);
    return this.erasures.view(vertical, subjectId);
  }
}
