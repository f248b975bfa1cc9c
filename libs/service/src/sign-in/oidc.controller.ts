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
import { OIDC_PATH, oidcAttemptSchema, type OidcAttempt, type OidcProvider } from './oidc-provider';
import { SignInDesk } from './sign-in-desk';

class BeginDto extends createZodDto(z.object({ returnTo: z.string().max(2_000).optional() })) {}

const ATTEMPT_COOKIE = 'lintel_oidc';
const ATTEMPT_MS = 600_000;

@ApiTags('session')
@ApiProblem()
@Controller('v1/session/oidc')
export class OidcController {
  constructor(private readonly desk: SignInDesk) {}

  @Get()
  @Public()
  @ApiOperation({ summary: 'Sign in through the identity provider: sends the browser there' })
  async begin(@Query() { returnTo }: BeginDto, @Res() response: Response): Promise<void> {
    const { address, attempt } = await this.provider.begin(this.ownPath(returnTo));
    const value = Buffer.from(JSON.stringify(attempt)).toString('base64url');
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
    const attempt = attemptOf(request);
    response.clearCookie(ATTEMPT_COOKIE, this.cookieOptions(request));
    try {
      if (attempt === undefined) throw attemptIsOver();
      const person = await this.provider.finish(new URL(request.originalUrl, 'http://localhost').search, attempt);
      const { id } = await this.desk.identities.externalAccounts.signIn(person);
      await this.desk.letIn(id, response);
      noteAudit({ action: 'session.opened' });
      return { url: attempt.returnTo };
    } catch (error) {
      if (!(error instanceof LintelError) || request.accepts('json', 'html') !== 'html') throw error;
      // A person looks at this: the sign-in page tells them more than a problem in JSON.
      const page = new URL(attempt?.returnTo ?? '/', 'http://localhost');
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

  /** A path of this app: nobody is sent elsewhere after they have signed in. */
  private ownPath(returnTo = '/'): string {
    const here = 'http://localhost';
    if (!returnTo.startsWith('/') || !URL.canParse(returnTo, here)) return '/';
    const { origin, pathname, search, hash } = new URL(returnTo, here);
    // Two slashes would begin the name of a host.
    return origin === here && !pathname.startsWith('//') ? `${pathname}${search}${hash}` : '/';
  }

  private cookieOptions(request: Request) {
    const secure = isSecure(request, this.desk.options.publicUrl);
    return { httpOnly: true, sameSite: 'lax', path: OIDC_PATH, secure } as const;
  }
}

function attemptOf(request: Request): OidcAttempt | undefined {
  try {
    const value = readCookie(request, ATTEMPT_COOKIE) ?? '';
    const attempt: unknown = JSON.parse(Buffer.from(value, 'base64url').toString());
    return oidcAttemptSchema.safeParse(attempt).data;
  } catch {
    return undefined;
  }
}

function attemptIsOver(): LintelError {
  return new LintelError('SIGN_IN_REFUSED', {
    problem: 'This sign-in was not begun in this browser, or more than ten minutes ago.',
    cure: 'Sign in again.',
  });
}
