import { LintelError, type Grant } from '@lintel/contracts';
import { type ExternalPerson } from '@lintel/data';
import { Logger } from '@nestjs/common';
import type * as OpenId from 'openid-client';
import { z } from 'zod';
import { type OidcSettings } from './oidc-settings';

export const OIDC_PATH = '/v1/session/oidc';
const CALLBACK_PATH = `${OIDC_PATH}/callback`;
const SCOPE = 'openid profile email';
const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];
const TIMEOUT_SECONDS = 10;

/** The state that the browser keeps while it is at the provider. */
export const oidcAttemptSchema = z.object({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  /** Path of the page to return to. */
  returnTo: z.string(),
});
export type OidcAttempt = z.infer<typeof oidcAttemptSchema>;

const claimsSchema = z.object({
  sub: z.string(),
  name: z.string().optional(),
  preferred_username: z.string().optional(),
  email: z.string().optional(),
});
const groupsSchema = z.union([z.array(z.string()), z.string().transform((group) => [group])]).catch([]);

/** The identity provider: authorization code flow with PKCE, state and nonce (OpenID Connect Core 1.0, RFC 9700). */
export class OidcProvider {
  private readonly logger = new Logger(OidcProvider.name);
  #opened: Promise<{ client: typeof OpenId; configuration: OpenId.Configuration }> | undefined;

  constructor(private readonly settings: OidcSettings) {}

  get name(): string {
    return this.settings.name;
  }

  /**
   * @returns the URL to which to send the browser, and the state that it must bring back
   * @throws LintelError SERVICE_UNAVAILABLE
   */
  async begin(returnTo: string): Promise<{ readonly address: string; readonly attempt: OidcAttempt }> {
    const { client, configuration } = await this.open();
    const verifier = client.randomPKCECodeVerifier();
    const attempt = { state: client.randomState(), nonce: client.randomNonce(), verifier, returnTo };
    const address = client.buildAuthorizationUrl(configuration, {
      redirect_uri: new URL(CALLBACK_PATH, this.settings.publicUrl).href,
      scope: SCOPE,
      state: attempt.state,
      nonce: attempt.nonce,
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    });
    return { address: address.href, attempt };
  }

  /**
   * @param query of the URL to which the browser returned
   * @throws LintelError SIGN_IN_REFUSED, SERVICE_UNAVAILABLE
   */
  async finish(query: string, { state, nonce, verifier }: OidcAttempt): Promise<ExternalPerson> {
    const { client, configuration } = await this.open();
    const address = new URL(`${CALLBACK_PATH}${query}`, this.settings.publicUrl);
    const checks = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier, idTokenExpected: true };
    try {
      const tokens = await client.authorizationCodeGrant(configuration, address, checks);
      const claims = { ...tokens.claims() };
      const { sub } = claimsSchema.parse(claims);
      // Many providers leave the groups and the name, which can be long, out of the token.
      const isWhole = [this.settings.groupsClaim, 'name'].every((claim) => claims[claim] !== undefined);
      if (!isWhole && configuration.serverMetadata().userinfo_endpoint !== undefined) {
        Object.assign(claims, await client.fetchUserInfo(configuration, tokens.access_token, sub));
      }
      return this.personOf(claims);
    } catch (cause) {
      throw this.refused(client, cause);
    }
  }

  private personOf(claims: Readonly<Record<string, unknown>>): ExternalPerson {
    const { sub, name, preferred_username: userName, email } = claimsSchema.parse(claims);
    return {
      issuer: this.settings.issuer,
      subject: sub,
      name: name ?? userName ?? email ?? sub,
      signInNames: [userName, email, sub].filter((each) => each !== undefined),
      grants: this.grantsOf(groupsSchema.parse(claims[this.settings.groupsClaim])),
    };
  }

  private grantsOf(groups: readonly string[]): Grant[] {
    const { groupGrants } = this.settings;
    const grants = groups.flatMap((group) => (Object.hasOwn(groupGrants, group) ? groupGrants[group]! : []));
    return [...new Map(grants.map((grant) => [`${grant.vertical} ${grant.role}`, grant])).values()];
  }

  /**
   * Discovers the provider at the first sign-in, so that the app starts without it. A failure is retried at the next
   * sign-in.
   */
  private open() {
    this.#opened ??= this.discover().catch((cause: unknown) => {
      this.#opened = undefined;
      this.logger.warn({ message: 'the identity provider was not found', error: cause });
      throw providerAway(cause);
    });
    return this.#opened;
  }

  private async discover() {
    const { issuer, clientId, clientSecret } = this.settings;
    // Loaded only if there is a provider, because the package is large.
    const client = await import('openid-client');
    const address = new URL(issuer);
    const byBasic = client.ClientSecretBasic(clientSecret);
    const byPost = client.ClientSecretPost(clientSecret);
    const authentication: OpenId.ClientAuth =
      clientSecret === undefined
        ? client.None()
        : (server, ...rest) => {
            // Basic is the standard's default if the provider lists no methods.
            const named = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
            return (named.includes('client_secret_basic') ? byBasic : byPost)(server, ...rest);
          };
    const configuration = await client.discovery(address, clientId, undefined, authentication, {
      timeout: TIMEOUT_SECONDS,
      // No one can eavesdrop on the loopback interface.
      ...(LOOPBACK.includes(address.hostname) ? { execute: [client.allowInsecureRequests] } : {}),
    });
    return { client, configuration };
  }

  private refused(client: typeof OpenId, cause: unknown): LintelError {
    if (cause instanceof LintelError) return cause;
    this.logger.warn({ message: 'the identity provider did not confirm a sign-in', error: cause });
    const { code } = cause as { code?: string };
    const isAway = cause instanceof TypeError || (cause instanceof client.ClientError && code === 'OAUTH_TIMEOUT');
    if (isAway) return providerAway(cause);
    return new LintelError('SIGN_IN_REFUSED', {
      problem: 'The identity provider did not confirm your sign-in.',
      cure: 'Sign in again.',
      cause,
    });
  }
}

function providerAway(cause: unknown): LintelError {
  return new LintelError('SERVICE_UNAVAILABLE', {
    problem: 'The identity provider does not answer at the moment.',
    cure: 'Try again in a few seconds.',
    retryable: true,
    cause,
  });
}
