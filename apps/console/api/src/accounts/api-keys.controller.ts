import { apiKeyListSchema, createdApiKeySchema, newApiKeySchema } from '@lintel/contracts';
import { ApiKeys } from '@lintel/data';
import { ApiProblem, Audited, currentIdentity, noteAudit, ofParam, ofResult, RequirePermission } from '@lintel/service';
import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { IdDto } from '../jobs/jobs.dto';
import { requireWithinOwnRights } from './own-rights';

class ApiKeyListDto extends createZodDto(apiKeyListSchema) {}
class NewApiKeyDto extends createZodDto(newApiKeySchema) {}
class CreatedApiKeyDto extends createZodDto(createdApiKeySchema) {}

@ApiTags('API keys')
@ApiProblem()
@Controller('v1/api-keys')
@RequirePermission('accounts:manage')
export class ApiKeysController {
  constructor(private readonly keys: ApiKeys) {}

  @Get()
  @ApiOperation({ summary: 'API keys, including expired and revoked ones' })
  @ZodResponse({ type: ApiKeyListDto })
  async list() {
    return { items: await this.keys.list() };
  }

  @Post()
  @Audited('api-key.created', { subject: ofResult('api-key', 'apiKey', 'id'), details: ['name', 'expiresInDays'] })
  @ApiOperation({ summary: 'Create an API key; it is shown only once' })
  @ZodResponse({ status: 201, type: CreatedApiKeyDto })
  async create(@Body() key: NewApiKeyDto) {
    noteAudit({ details: { grants: key.grants, scopes: key.scopes } });
    requireWithinOwnRights(currentIdentity(), key);
    return this.keys.create({ ...key, createdBy: currentIdentity().name });
  }

  @Delete(':id')
  @HttpCode(204)
  @Audited('api-key.revoked', { subject: ofParam('api-key', 'id') })
  @ApiOperation({ summary: 'Revoke an API key; it stops working within ten seconds' })
  async revoke(@Param() { id }: IdDto): Promise<void> {
    await this.keys.revoke(id);
  }
}
