import {
  auditEntrySchema,
  auditPageSchema,
  auditQuerySchema,
  auditVerificationSchema,
  PLATFORM_VERTICAL,
  type AuditVerification,
} from '@lintel/contracts';
import { AuditTrail } from '@lintel/data';
import { AnswerWithin, ApiProblem, Audited, noteAudit, permittedVerticals, RequirePermission } from '@lintel/service';
import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { z } from 'zod';

class AuditQueryDto extends createZodDto(auditQuerySchema) {}
/** JSON in JSON is recursive, which types generated from the OpenAPI document cannot express. */
const shownEntry = auditEntrySchema.extend({ details: z.record(z.string(), z.unknown()) });
class AuditPageDto extends createZodDto(auditPageSchema.extend({ items: z.array(shownEntry) })) {}
class AuditVerificationDto extends createZodDto(auditVerificationSchema) {}

/** Number of entries read and hashed at a time. */
const VERIFICATION_MS = 600_000;

@ApiTags('audit')
@ApiProblem()
@Controller('v1/audit')
export class AuditController {
  /** A verification reads the whole trail, so concurrent requests share one. */
  private verifying: Promise<AuditVerification> | undefined;

  constructor(private readonly trail: AuditTrail) {}

  @Get()
  @RequirePermission('audit:read', 'anywhere')
  @ApiOperation({ summary: 'Audit entries of the apps that the caller can see, newest first' })
  @ZodResponse({ type: AuditPageDto })
  page(@Query() query: AuditQueryDto) {
    return this.trail.page(query, permittedVerticals('audit:read'));
  }

  @Get('verification')
  @RequirePermission('audit:read', () => PLATFORM_VERTICAL)
  @AnswerWithin(VERIFICATION_MS)
  @Audited('audit.verified')
  @ApiOperation({ summary: 'Verify the audit trail; names the first broken entry' })
  @ZodResponse({ type: AuditVerificationDto })
  async verification() {
    this.verifying ??= this.trail.verify().finally(() => (this.verifying = undefined));
    const verification = await this.verifying;
    noteAudit({ details: { intact: verification.intact, entries: verification.entries } });
    return verification;
  }
}
