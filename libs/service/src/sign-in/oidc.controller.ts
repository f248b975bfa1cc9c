import { LintelError, PLATFORM_VERTICAL } from '@lintel/contracts';
import { Controller, Get, Query, Redirect, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Request, type Response } from 'express';
import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';
import { Public } from '../access/access-rule';
import { noteAudit } from '../audit/audit-note';
import { Audited } from '../audit/audited';
import { ApiProblem } from '../openapi/api-problem';
import { isSecure, readCookie } from './cookies';
import { OIDC_PATH, type OidcProvider } from './oidc-provider';
import { ownPath } from './own-path';
import { ATTEMPT_MS, SignInDesk } from './sign-in-desk';

class BeginDto extends createZodDto(z.object({ returnTo: z.string().max(2_000).optional() })) {}

const ATTEMPT_COOKIE = 'lintel_oidc';

@ApiTags('session')
@ApiProblem()
@Controller('v1/session/oidc')
export class OidcController {
  constructor(private readonly desk: SignInDesk) {}

  @Get()
  @Public()
  @ApiOperation({ summary: 'Sign in through the identity provider: sends the browser there' })
  async begin(@Query() { returnTo }: BeginDto, @Res() response: Response): Promise<void> {
    const { address, attempt } = await this.provider.begin(ownPath(returnTo));
    const value = this.desk.attempts.close(attempt);
    response.cookie(ATTEMPT_COOKIE, value, { ...this.cookieOptions(response.req), maxAge: ATTEMPT_MS });
    response.redirect(303, address);
  }

  @Get('callback')
  @Public()
  @Audited('session.opened', { vertical: PLATFORM_VERTICAL })
  @Redirect('/', 303)
  @ApiOperation({ summary: 'Where the identity provider sends the browser back to' })
  async finish(@Req() request: Request, @Res({ passthrough: true }) response: Response): Promise<{ url: string }> {
    noteAudit({ action: 'session.refused' });
    const { provider } = this;
    const attempt = this.desk.attempts.open(readCookie(request, ATTEMPT_COOKIE));
    const returnTo = ownPath(attempt?.returnTo);
    response.clearCookie(ATTEMPT_COOKIE, this.cookieOptions(request));
    try {
      if (attempt === undefined) throw attemptIsOver();
      const person = await provider.finish(new URL(request.originalUrl, 'http://localhost').search, attempt);
      const { id } = await this.desk.identities.externalAccounts.signIn(person);
      await this.desk.letIn(id, response);
      noteAudit({ action: 'session.opened' });
      return { url: returnTo };
    } catch (error) {
      if (!(error instanceof LintelError) || request.accepts('json', 'html') !== 'html') throw error;
      // A person sees this, so the sign-in page explains the error better than JSON.
      const page = new URL(returnTo, 'http://localhost');
      page.searchParams.set('sign-in-refused', error.code);
      noteAudit({ outcome: 'refused', details: { code: error.code } });
      return { url: `${page.pathname}${page.search}` };
    }
  }

  private get provider(): OidcProvider {
    const { oidc } = this.desk.options;
    if (oidc !== undefined) return oidc;
    throw new LintelError('NOT_FOUND', {
      problem: 'No identity provider is configured.',
      cure: 'Sign in with your password.',
    });
  }

  private cookieOptions(request: Request) {
    const secure = isSecure(request, this.desk.options.publicUrl);
    return { httpOnly: true, sameSite: 'lax', path: OIDC_PATH, secure } as const;
  }
}

function attemptIsOver(): LintelError {
  return new LintelError('SIGN_IN_REFUSED', {
    problem: 'This sign-in was started in another browser, or more than ten minutes ago.',
    cure: 'Sign in again.',
  });
}
