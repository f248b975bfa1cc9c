import { type SignInMethods } from '@lintel/contracts';
import { type Identities } from '@lintel/data';
import { type Request, type Response } from 'express';
import { noteAudit } from '../audit/audit-note';
import { currentContext } from '../http/request-context';
import { AttemptSeal } from './attempt-seal';
import { type Authenticator, type SignedInCaller } from './authenticator';
import { clearSessionCookie, sessionTokenOf, setSessionCookie } from './cookies';
import { OIDC_PATH, type OidcProvider } from './oidc-provider';

export interface SignInOptions {
  /** The URL of the app for browsers. Default: the host that the request names. */
  readonly publicUrl?: string | undefined;
  readonly cookieDomain?: string | undefined;
  /** If undefined, people can only sign in with a password. */
  readonly oidc?: OidcProvider | undefined;
  /** Signs the state that browsers keep while they are at the provider; the same in every replica. */
  readonly attemptSecret?: string | undefined;
}

/** Maximum time for signing in at the identity provider. */
export const ATTEMPT_MS = 600_000;

/** Starts and ends sessions, for passwords and for the identity provider. */
export class SignInDesk {
  readonly attempts: AttemptSeal;

  constructor(
    readonly identities: Identities,
    private readonly authenticator: Authenticator,
    readonly options: SignInOptions,
  ) {
    this.attempts = new AttemptSeal(options.attemptSecret, ATTEMPT_MS);
  }

  /** The authentication function for the access guard. */
  readonly authenticate = (request: Request): Promise<SignedInCaller | undefined> =>
    this.authenticator.authenticate(request);
  readonly recheck = (request: Request): Promise<SignedInCaller | undefined> => this.authenticator.recheck(request);

  methods(): SignInMethods {
    const { oidc } = this.options;
    return { password: true, oidc: oidc === undefined ? null : { name: oidc.name, address: OIDC_PATH } };
  }

  /** Starts a session in place of the browser's current one, and sets its cookie. */
  async letIn(accountId: string, response: Response): Promise<SignedInCaller> {
    const { sessions } = this.identities;
    const session = await sessions.create(accountId, sessionTokenOf(response.req));
    const caller = await sessions.find(session.token);
    if (caller === undefined) throw new Error('a session was over before it began');
    setSessionCookie(response, session, this.cookies);
    // The caller is known from here on; the route itself is public.
    const context = currentContext();
    if (context !== undefined) context.identity = caller.identity;
    return caller;
  }

  /**
   * Records in the audit trail for which account a sign-in was tried. A name without an account is not recorded: people
   * sometimes type their password there.
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
