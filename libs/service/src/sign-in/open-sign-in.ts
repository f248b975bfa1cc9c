import { type Identities } from '@lintel/data';
import { Authenticator } from './authenticator';
import { type IdentityConfig } from './identity-config';
import { OidcProvider } from './oidc-provider';
import { oidcSettingsOf } from './oidc-settings';
import { SignInDesk } from './sign-in-desk';

/** @throws LintelError INVALID_CONFIGURATION */
export function openSignIn(
  identities: Identities,
  config: IdentityConfig & { readonly PUBLIC_URL?: string | undefined },
): SignInDesk {
  const { PUBLIC_URL: publicUrl, SESSION_COOKIE_DOMAIN: cookieDomain } = config;
  const settings = oidcSettingsOf(config);
  const oidc = settings === undefined ? undefined : new OidcProvider(settings);
  return new SignInDesk(identities, new Authenticator(identities, publicUrl), { publicUrl, cookieDomain, oidc });
}
