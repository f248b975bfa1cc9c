/** The part that we use of a package without types. */
declare module 'oidc-provider' {
  import { type IncomingMessage, type ServerResponse } from 'node:http';

  interface FoundAccount {
    readonly accountId: string;
    claims(): { readonly sub: string } & Record<string, unknown>;
  }

  interface ProviderConfiguration {
    readonly clients: readonly {
      readonly client_id: string;
      readonly client_secret: string;
      readonly redirect_uris: readonly string[];
    }[];
    /** Claims by scope. */
    readonly claims: Readonly<Record<string, readonly string[]>>;
    readonly cookies: { readonly keys: readonly string[] };
    readonly findAccount: (context: unknown, id: string) => FoundAccount;
  }

  export default class Provider {
    constructor(issuer: string, configuration: ProviderConfiguration);
    callback(): (request: IncomingMessage, response: ServerResponse) => void;
  }
}
