/**
 * `serve-oidc.ts`: an app with a separate database, and an identity provider at which everyone can sign in. Groups are
 * set with `PUT ISSUER/groups/ada/shop-staff,leads`. Prints one line of JSON, and serves until its stdin ends.
 */
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { type AddressInfo } from 'node:net';
import Provider from 'oidc-provider';
import { startTestSignIn } from '../test-sign-in';

const CLIENT = { client_id: 'lintel', client_secret: 'between the two of them' };

async function listen(server: Server, port = 0): Promise<number> {
  await once(server.listen(port, '127.0.0.1'), 'listening');
  return (server.address() as AddressInfo).port;
}

/** Finds a free port: the provider must know the app's URL, and the app the provider's. */
async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listen(server);
  server.close();
  await once(server, 'close');
  return port;
}

async function main(): Promise<void> {
  const port = await freePort();
  const publicUrl = `http://127.0.0.1:${port}`;
  const server = createServer();
  const issuer = `http://127.0.0.1:${await listen(server)}`;
  const groups = new Map<string, string[]>();
  const provider = new Provider(issuer, {
    clients: [{ ...CLIENT, redirect_uris: [`${publicUrl}/v1/session/oidc/callback`] }],
    claims: { openid: ['sub', 'groups'], profile: ['name', 'preferred_username'], email: ['email'] },
    cookies: { keys: ['test'] },
    findAccount: (_, id) => {
      const claims = { sub: id, preferred_username: id, name: `Name of ${id}`, groups: groups.get(id) };
      return { accountId: id, claims: () => claims };
    },
  });
  const answer = provider.callback();
  server.on('request', (request, response) => {
    const [, what, login = '', named = ''] = request.url!.split('/');
    if (what !== 'groups') return answer(request, response);
    groups.set(login, named.split(','));
    response.end();
  });
  const app = await startTestSignIn({
    port,
    config: {
      PUBLIC_URL: publicUrl,
      OIDC_ISSUER: issuer,
      OIDC_CLIENT_ID: CLIENT.client_id,
      OIDC_CLIENT_SECRET: CLIENT.client_secret,
      OIDC_NAME: 'The house',
      OIDC_GROUP_GRANTS: {
        'shop-staff': [{ vertical: 'shop', role: 'operator' }],
        leads: [{ vertical: '*', role: 'reviewer' }],
      },
    },
  });
  console.log(JSON.stringify({ url: app.url, issuer, databaseUrl: app.databaseUrl }));
  await once(process.stdin.resume(), 'end');
  await app.close();
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
