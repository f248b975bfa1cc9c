import {
  accountChangeSchema,
  accountListSchema,
  accountSchema,
  createdAccountSchema,
  newAccountSchema,
} from '@lintel/contracts';
import { Accounts, Sessions } from '@lintel/data';
import { ApiProblem, Audited, currentIdentity, noteAudit, ofParam, ofResult, RequirePermission } from '@lintel/service';
import { Body, Controller, Get, HttpCode, Param, Patch, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { IdDto } from '../jobs/jobs.dto';
import { requireSomebodyElse, requireWithinOwnRights } from './own-rights';

class AccountDto extends createZodDto(accountSchema) {}
class AccountListDto extends createZodDto(accountListSchema) {}
class NewAccountDto extends createZodDto(newAccountSchema) {}
class CreatedAccountDto extends createZodDto(createdAccountSchema) {}
class AccountChangeDto extends createZodDto(accountChangeSchema) {}

@ApiTags('accounts')
@ApiProblem()
@Controller('v1/accounts')
@RequirePermission('accounts:manage')
export class AccountsController {
  constructor(
    private readonly accounts: Accounts,
    private readonly sessions: Sessions,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Accounts with their roles' })
  @ZodResponse({ type: AccountListDto })
  async list() {
    return { items: await this.accounts.list() };
  }

  @Post()
  @Audited('account.created', { subject: ofResult('account', 'account', 'id') })
  @ApiOperation({ summary: 'Create an account; its first password is shown only once' })
  @ZodResponse({ status: 201, type: CreatedAccountDto })
  async create(@Body() account: NewAccountDto) {
    noteAudit({ details: { grants: account.grants } });
    requireWithinOwnRights(currentIdentity(), account);
    return this.accounts.create({ ...account, createdBy: currentIdentity().name });
  }

  @Patch(':id')
  @Audited('account.changed', { subject: ofParam('account', 'id'), details: ['name', 'disabled'] })
  @ApiOperation({ summary: 'Change the name or roles of an account, disable or enable it' })
  @ZodResponse({ type: AccountDto })
  async change(@Param() { id }: IdDto, @Body() change: AccountChangeDto) {
    if (change.grants !== undefined) noteAudit({ details: { grants: change.grants } });
    const own = currentIdentity();
    if (change.grants !== undefined || change.disabled === true) requireSomebodyElse(own, id);
    requireWithinOwnRights(own, await this.accounts.get(id));
    requireWithinOwnRights(own, { grants: change.grants ?? [] });
    return this.accounts.change(id, change);
  }

  @Post(':id/reset-password')
  @HttpCode(200)
  @Audited('account.password-reset', { subject: ofParam('account', 'id') })
  @ApiOperation({ summary: 'Reset a password (shown only once), sign the account out everywhere and unlock it' })
  @ZodResponse({ status: 200, type: CreatedAccountDto })
  async resetPassword(@Param() { id }: IdDto) {
    requireSomebodyElse(currentIdentity(), id);
    requireWithinOwnRights(currentIdentity(), await this.accounts.get(id));
    return this.accounts.resetPassword(id);
  }

  @Post(':id/sign-out')
  @HttpCode(204)
  @Audited('account.signed-out', { subject: ofParam('account', 'id') })
  @ApiOperation({ summary: 'Sign an account out everywhere' })
  async signOut(@Param() { id }: IdDto): Promise<void> {
    await this.accounts.get(id);
    await this.sessions.endAll(id);
  }
}
