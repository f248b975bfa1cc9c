import {
  changePasswordSchema,
  LintelError,
  PLATFORM_VERTICAL,
  sessionSchema,
  signInMethodsSchema,
  signInSchema,
  type Account,
  type Session,
} from '@lintel/contracts';
import { Body, Controller, Delete, Get, HttpCode, Post, Put, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Request, type Response } from 'express';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { Public, SignedIn } from '../access/access-rule';
import { noteAudit } from '../audit/audit-note';
import { Audited } from '../audit/audited';
import { notSignedIn } from '../http/request-context';
import { LimitSignIns } from '../limits/address-limit.guard';
import { ApiProblem } from '../openapi/api-problem';
import { type SignedInCaller } from './authenticator';
import { forgedRequest, isFromOwnPage } from './own-page';
import { SignInDesk } from './sign-in-desk';

class SessionDto extends createZodDto(sessionSchema) {}
class SignInDto extends createZodDto(signInSchema) {}
class SignInMethodsDto extends createZodDto(signInMethodsSchema) {}
class ChangePasswordDto extends createZodDto(changePasswordSchema) {}

/** A sign-in applies to all apps. */
const OF_PLATFORM = { vertical: PLATFORM_VERTICAL };

@ApiTags('session')
@ApiProblem()
@Controller('v1/session')
export class SessionController {
  constructor(private readonly desk: SignInDesk) {}

  @Get('methods')
  @Public()
  @ApiOperation({ summary: 'How one may sign in' })
  @ZodResponse({ type: SignInMethodsDto })
  methods() {
    return this.desk.methods();
  }

  @Get()
  @SignedIn()
  @ApiOperation({ summary: 'Who is signed in, and what they may do' })
  @ZodResponse({ type: SessionDto })
  async show(@Req() request: Request): Promise<Session> {
    return sessionOf(await this.callerOf(request));
  }

  @Post()
  @Public()
  @LimitSignIns()
  @Audited('session.opened', OF_PLATFORM)
  @HttpCode(200)
  @ApiOperation({ summary: 'Sign in with a password: the answer sets a cookie that holds in every app' })
  @ZodResponse({ status: 200, type: SessionDto })
  async signIn(
    @Body() { signInName, password }: SignInDto,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Session> {
    // Otherwise a foreign page could sign its visitor in to an attacker's account, and the attacker could read what the
    // visitor does.
    if (isFromOwnPage(request, this.desk.options.publicUrl) === false) throw forgedRequest();
    await this.desk.noteAttempt(signInName);
    const account = await this.waiting(response, () => this.desk.identities.accounts.signIn(signInName, password));
    noteAudit({ action: 'session.opened' });
    return this.letIn(account, response);
  }

  @Delete()
  @SignedIn()
  @HttpCode(204)
  @Audited('session.closed', OF_PLATFORM)
  @ApiOperation({ summary: 'Sign out, here and in every app' })
  async signOut(@Req() request: Request, @Res({ passthrough: true }) response: Response): Promise<void> {
    this.requirePerson(await this.callerOf(request));
    await this.desk.signOut(response);
  }

  @Put('password')
  @SignedIn()
  @LimitSignIns()
  @Audited('password.changed', OF_PLATFORM)
  @ApiOperation({ summary: 'Choose another password; all other sign-ins of the account end' })
  @ZodResponse({ type: SessionDto })
  async changePassword(
    @Body() passwords: ChangePasswordDto,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Session> {
    const caller = await this.callerOf(request);
    this.requirePerson(caller);
    const change = (): Promise<Account> => this.desk.identities.accounts.changePassword(caller.identity.id, passwords);
    return this.letIn(await this.waiting(response, change), response);
  }

  private async letIn({ id }: Account, response: Response): Promise<Session> {
    return sessionOf(await this.desk.letIn(id, response));
  }

  private async callerOf(request: Request): Promise<SignedInCaller> {
    const caller = await this.desk.authenticate(request);
    if (caller === undefined) throw notSignedIn();
    return caller;
  }

  private requirePerson({ identity }: SignedInCaller): void {
    if (identity.kind === 'person') return;
    throw new LintelError('CONFLICT', {
      problem: 'An API key has no session and no password.',
      cure: 'To disable a key, ask an administrator to revoke it.',
    });
  }

  /** Adds a Retry-After header if a name is locked. */
  private async waiting<Result>(response: Response, work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      const afterMs = error instanceof LintelError ? error.retryAfterMs : undefined;
      if (afterMs !== undefined) response.setHeader('retry-after', String(Math.ceil(afterMs / 1_000)));
      throw error;
    }
  }
}

function sessionOf({ identity, signInName, mustChangePassword, expiresAt }: SignedInCaller): Session {
  return { identity, signInName, mustChangePassword, expiresAt: expiresAt?.toISOString() ?? null };
}
