import {
  approvalListSchema,
  approvalQuerySchema,
  approvalSchema,
  decideSchema,
  isPermitted,
  PLATFORM_VERTICAL,
  type Approval,
} from '@lintel/contracts';
import { Approvals, AuditTrail, type ApprovalAction } from '@lintel/data';
import { type Transaction } from '@lintel/streams';
import {
  ApiProblem,
  Audited,
  correlationId,
  currentIdentity,
  RequestAudit,
  RequirePermission,
  requirePermitted,
} from '@lintel/service';
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { IdDto } from '../jobs/jobs.dto';

class ApprovalDto extends createZodDto(approvalSchema) {}
class ApprovalListDto extends createZodDto(approvalListSchema) {}
class ApprovalQueryDto extends createZodDto(approvalQuerySchema) {}
class DecideDto extends createZodDto(decideSchema) {}

const SHOWN = 200;

@ApiTags('approvals')
@ApiProblem()
@RequirePermission('models:promote', 'anywhere')
@Controller('v1/approvals')
export class ApprovalsController {
  constructor(
    private readonly approvals: Approvals,
    private readonly trail: AuditTrail,
    private readonly audit: RequestAudit,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Approval requests, newest first' })
  @ZodResponse({ type: ApprovalListDto })
  async list(@Query() { state }: ApprovalQueryDto) {
    const identity = currentIdentity();
    const items = await this.approvals.list({ state, limit: SHOWN });
    return {
      items: items.filter((approval) => {
        if (approval.requestedBy.id === identity.id) return true;
        const action = this.approvals.findAction(approval.action);
        return action !== undefined && isPermitted(identity, action.permission, placeOf(action, approval));
      }),
    };
  }

  @Post(':id/approve')
  @HttpCode(200)
  @Audited('approval.approved', { reason: 'note' })
  @ApiOperation({ summary: 'Approve a request of another person; the change is then made' })
  @ZodResponse({ status: 200, type: ApprovalDto })
  async approve(@Param() { id }: IdDto, @Body() { note }: DecideDto) {
    const action = await this.permitted(id);
    return this.approvals.approve(id, {
      by: currentIdentity(),
      note,
      also: async (transaction, settled) => {
        if (settled.state === 'approved') await this.writeDone(action, settled, transaction);
        await this.write(settled, transaction);
      },
    });
  }

  @Post(':id/reject')
  @HttpCode(200)
  @Audited('approval.rejected', { reason: 'note' })
  @ApiOperation({ summary: "Reject a request, or withdraw one's own" })
  @ZodResponse({ status: 200, type: ApprovalDto })
  async reject(@Param() { id }: IdDto, @Body() { note }: DecideDto) {
    await this.permitted(id);
    const also = (transaction: Transaction, settled: Approval) => this.write(settled, transaction);
    return this.approvals.reject(id, { by: currentIdentity(), note, also });
  }

  /** @throws LintelError NOT_FOUND; NOT_PERMITTED if the action requires more */
  private async permitted(id: string): Promise<ApprovalAction> {
    const approval = await this.approvals.get(id);
    const action = this.approvals.action(approval.action);
    requirePermitted(action.permission, placeOf(action, approval));
    return action;
  }

  private write({ id, action, subject, state }: Approval, transaction: Transaction): Promise<void> {
    const outcome = state === 'failed' ? 'failed' : 'done';
    return this.audit.within(transaction, { subject, outcome, details: { approval: id, action, state } });
  }

  /** The action itself has its own audit entry, as it has if one person is enough. */
  private async writeDone({ done }: ApprovalAction, approval: Approval, transaction: Transaction): Promise<void> {
    const { kind, id, name } = currentIdentity();
    const { subject, vertical, reason, requestedBy } = approval;
    const details = { approval: approval.id, requestedBy: requestedBy.name };
    const entry = {
      actor: { kind, id, name },
      action: done,
      subject,
      vertical,
      outcome: 'done',
      reason,
      details,
    } as const;
    await this.trail.append({ ...entry, correlationId: correlationId() }, transaction);
  }
}

function placeOf({ place }: ApprovalAction, { vertical }: Approval): string {
  return place === 'platform' ? PLATFORM_VERTICAL : vertical;
}
