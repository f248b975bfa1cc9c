import { PERMISSIONS } from '@lintel/contracts';
import { writeColourModel } from '@lintel/core-ml/testing/colour-model';
import { walkRoutes } from '@lintel/service/testing/walk-routes';
import { rm } from 'node:fs/promises';
import { startTestConsole, type TestConsole } from '../testing/test-console';

let console_: TestConsole;
beforeAll(async () => {
  console_ = await startTestConsole();
});
afterAll(() => console_.stop());

describe('every route of the console', () => {
  it('requires a permission or a sign-in, except those that reveal nothing about anyone', () => {
    const open = console_.routes
      .filter(({ rule }) => rule.kind === 'public')
      .map(({ method, path }) => `${method} ${path}`);
    expect(open.sort()).toEqual([
      'GET /docs-events-json',
      'GET /health/live',
      'GET /health/ready',
      'GET /metrics',
      'GET /v1/session/methods',
      'GET /v1/session/oidc',
      'GET /v1/session/oidc/callback',
      'POST /v1/session',
    ]);
  });

  it('rejects a caller who is not signed in, and one who has every permission but the required one', async () => {
    const { url, routes, models } = console_;
    const open = await walkRoutes({
      url,
      routes,
      allBut: (permission) => models.signIn({ scopes: PERMISSIONS.filter((one) => one !== permission) }),
    });
    expect(open).toEqual([]);
  });
});

describe('a person of one vertical', () => {
  it('cannot see or do anything in another', async () => {
    const folder = await writeColourModel();
    const { id } = await console_.models.register('shop.colours', folder);
    await console_.models.register('clinic.colours', folder);
    await rm(folder, { recursive: true });
    const clinic = await console_.as({ name: 'Grace', grants: [{ vertical: 'clinic', role: 'admin' }] });
    const names = (await clinic.get<{ items: { name: string }[] }>('/v1/models')).items.map(({ name }) => name);
    expect(names).toEqual(['clinic.colours']);
    for (const [method, path] of [
      ['GET', '/v1/models/shop.colours'],
      ['GET', `/v1/versions/${id}`],
      ['GET', '/v1/models/shop.colours/drift'],
      ['GET', '/v1/dead-letters?group=shop-api.photos'],
      ['GET', '/v1/accounts'],
    ] as const) {
      expect((await clinic.refused(403, method, path)).code).toBe('NOT_PERMITTED');
    }
    const job = { kind: 'train', modelName: 'shop.colours', parameters: {} };
    await clinic.refused(403, 'POST', '/v1/jobs', job);
    const { id: jobId } = await console_.send<{ id: string }>('POST', '/v1/jobs', job);
    await clinic.refused(403, 'GET', `/v1/jobs/${jobId}`);
    await clinic.refused(403, 'POST', `/v1/jobs/${jobId}/cancel`);
    expect(await clinic.get('/v1/jobs')).toMatchObject({ items: [] });
    expect(await clinic.get('/v1/overview')).toMatchObject({
      models: [{ name: 'clinic.colours' }],
      jobs: { queued: 0 },
    });
  });
});
