import { LintelError, type Grant } from '@lintel/contracts';
import { type IdentityConfig } from './identity-config';

export interface OidcSettings {
  readonly issuer: string;
  readonly clientId: string;
  /** If absent, the client is public. */
  readonly clientSecret: string | undefined;
  /** Name shown on the sign-in page. */
  readonly name: string;
  readonly groupsClaim: string;
  readonly groupGrants: Readonly<Record<string, readonly Grant[]>>;
  /** The URL of the app for browsers: the provider redirects back to it. */
  readonly publicUrl: string;
}

/**
 * @returns undefined if no identity provider is configured
 * @throws LintelError INVALID_CONFIGURATION if the configuration of a provider is incomplete
 */
export function oidcSettingsOf(
  config: IdentityConfig & { readonly PUBLIC_URL?: string | undefined },
): OidcSettings | undefined {
  const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_GROUP_GRANTS, PUBLIC_URL } = config;
  if (OIDC_ISSUER === undefined) return undefined;
  if (OIDC_CLIENT_ID === undefined || OIDC_GROUP_GRANTS === undefined || PUBLIC_URL === undefined) {
    throw needed({ OIDC_CLIENT_ID, OIDC_GROUP_GRANTS, PUBLIC_URL });
  }
  return {
    issuer: OIDC_ISSUER,
    clientId: OIDC_CLIENT_ID,
    clientSecret: config.OIDC_CLIENT_SECRET,
    name: config.OIDC_NAME ?? new URL(OIDC_ISSUER).hostname,
    groupsClaim: config.OIDC_GROUPS_CLAIM ?? 'groups',
    groupGrants: OIDC_GROUP_GRANTS,
    publicUrl: PUBLIC_URL,
  };
}

function needed(variables: Readonly<Record<string, unknown>>): LintelError {
  const names = Object.keys(variables);
  return new LintelError('INVALID_CONFIGURATION', {
    problem: 'OIDC_ISSUER is set, but variables that it needs are missing.',
    expected: names.join(', '),
    received: `no ${names.filter((name) => variables[name] === undefined).join(', ')}`,
    cure: 'Set them as well, or unset OIDC_ISSUER.',
  });
}
