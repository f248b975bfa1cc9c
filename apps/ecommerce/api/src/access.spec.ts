import { PERMISSIONS } from '@lintel/contracts';
import { walkRoutes } from '@lintel/service/testing/walk-routes';
import { startTestApi, type TestApi } from './testing/test-api';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.stop());

describe('every route of the shop', () => {
  it('requires a permission or a sign-in, except those that reveal nothing about anyone', () => {
    const open = api
      .routes()
      .filter(({ rule }) => rule.kind === 'public')
      .map(({ method, path }) => `${method} ${path}`);
    expect(open.sort()).toEqual([
      'GET /docs-events-json',
      'GET /health/live',
      'GET /health/ready',
      'GET /metrics',
      'GET /v1/model/preparation',
      'GET /v1/session/methods',
      'GET /v1/session/oidc',
      'GET /v1/session/oidc/callback',
      'GET /v2',
      'GET /v2/health/live',
      'GET /v2/health/ready',
      'POST /v1/session',
    ]);
  });

  it('rejects a caller who is not signed in, and one who has every permission but the required one', async () => {
    const open = await walkRoutes({
      url: api.url(),
      routes: api.routes(),
      allBut: (permission) => api.models.signIn({ scopes: PERMISSIONS.filter((one) => one !== permission) }),
    });
    expect(open).toEqual([]);
  });

  it('rejects a person of another vertical', async () => {
    const clinic = await api.models.signIn({ grants: [{ vertical: 'medical', role: 'admin' }] });
    expect((await fetch(`${api.url()}/v1/recognitions`, { headers: clinic })).status).toBe(403);
  });
});
