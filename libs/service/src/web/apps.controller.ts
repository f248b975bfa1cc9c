import { Controller, Get, Inject, Module, type DynamicModule } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { z } from 'zod';
import { SignedIn } from '../access/access-rule';
import { type AppLink } from '../config/app-links';
import { ApiProblem } from '../openapi/api-problem';

class AppsDto extends createZodDto(z.object({ apps: z.array(z.object({ app: z.string(), url: z.string() })) })) {}

const APPS = Symbol('lintel.apps');

/** Serves the URLs of the other apps, for the links between them. */
@ApiTags('apps')
@ApiProblem()
@Controller('v1/apps')
export class AppsController {
  constructor(@Inject(APPS) private readonly apps: readonly AppLink[]) {}

  @Get()
  @SignedIn()
  @ApiOperation({ summary: 'The other apps and their addresses, as far as they are configured' })
  @ZodResponse({ type: AppsDto })
  list() {
    return { apps: [...this.apps] };
  }
}

@Module({ controllers: [AppsController] })
export class AppsModule {
  /** @param self the serving app, which needs no link to itself */
  static with(links: readonly AppLink[], self: string): DynamicModule {
    return {
      module: AppsModule,
      providers: [{ provide: APPS, useValue: links.filter(({ app }) => app !== self) }],
    };
  }
}
