import { type Identities } from '@lintel/data';
import { Authenticator } from './authenticator';
import { type IdentityConfig } from './identity-config';
import { OidcProvider } from './oidc-provider';
import { oidcSettingsOf } from './oidc-settings';
import { SignInDesk } from './sign-in-desk';

/** @throws LintelError INVALID_CONFIGURATION */
export function openSignIn(
  identities: Identities,
  config: IdentityConfig & { readonly PUBLIC_URL?: string | undefined; readonly DATA_KEY?: string | undefined },
): SignInDesk {
  const { PUBLIC_URL: publicUrl, SESSION_COOKIE_DOMAIN: cookieDomain } = config;
  const settings = oidcSettingsOf(config);
  const oidc = settings === undefined ? undefined : new OidcProvider(settings);
  const attemptSecret = config.OIDC_CLIENT_SECRET ?? config.DATA_KEY;
  const options = { publicUrl, cookieDomain, oidc, attemptSecret };
  return new SignInDesk(identities, new Authenticator(identities, publicUrl), options);
}
