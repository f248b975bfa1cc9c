import { type SignInMethods } from '@lintel/contracts';
import { type Identities } from '@lintel/data';
import { type Request, type Response } from 'express';
import { noteAudit } from '../audit/audit-note';
import { currentContext } from '../http/request-context';
import { type Authenticator, type SignedInCaller } from './authenticator';
import { clearSessionCookie, sessionTokenOf, setSessionCookie } from './cookies';
import { OIDC_PATH, type OidcProvider } from './oidc-provider';

export interface SignInOptions {
  /** Where browsers find the app. Absent: where they say that they found it. */
  readonly publicUrl?: string | undefined;
  readonly cookieDomain?: string | undefined;
  /** Undefined: a password is the only way. */
  readonly oidc?: OidcProvider | undefined;
}

/** Where people are let in and out: what both ways of signing in have in common. */
export class SignInDesk {
  constructor(
    readonly identities: Identities,
    private readonly authenticator: Authenticator,
    readonly options: SignInOptions,
  ) {}

  /** For the guard of the app. */
  readonly authenticate = (request: Request): Promise<SignedInCaller | undefined> =>
    this.authenticator.authenticate(request);

  methods(): SignInMethods {
    const { oidc } = this.options;
    return { password: true, oidc: oidc === undefined ? null : { name: oidc.name, address: OIDC_PATH } };
  }

  /** Begins a session in place of the one that the browser has, and hands over its cookie. */
  async letIn(accountId: string, response: Response): Promise<SignedInCaller> {
    const { sessions } = this.identities;
    const session = await sessions.create(accountId, sessionTokenOf(response.req));
    const caller = await sessions.find(session.token);
    if (caller === undefined) throw new Error('a session was over before it began');
    setSessionCookie(response, session, this.cookies);
    // From here on it is known who asks: the route itself was open to everybody.
    const context = currentContext();
    if (context !== undefined) context.identity = caller.identity;
    return caller;
  }

  /**
   * Tells the audit trail whose account somebody tries to get into. What is nobody's sign-in name is not kept: people
   * type their password there.
   */
  async noteAttempt(signInName: string): Promise<void> {
    const account = await this.identities.accounts.named(signInName).catch(() => null);
    const subject = account === null ? null : { kind: 'account', id: account.id };
    noteAudit({ action: 'session.refused', subject });
  }

  async signOut(response: Response): Promise<void> {
    const token = sessionTokenOf(response.req);
    if (token !== undefined) await this.identities.sessions.end(token);
    clearSessionCookie(response, this.cookies);
  }

  private get cookies() {
    return { publicUrl: this.options.publicUrl, domain: this.options.cookieDomain };
  }
}
