import { comparePaths, undescribedAnswers } from '@lintel/service/testing/api-paths';
import { join } from 'node:path';
import { startTestApi, type TestApi } from './testing/test-api';

const PATHS = join(__dirname, '../../contract/src/api-paths.ts');

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({ withModel: false });
});
afterAll(() => api.stop());

describe('the OpenAPI document', () => {
  it('matches the types of the web app: `npm run openapi` updates them', async () => {
    const { current, written } = await comparePaths(api.url(), PATHS);
    expect(written).toBe(current);
  });

  it('describes every answer, except redirects of a browser', async () => {
    expect(await undescribedAnswers(api.url())).toEqual(['GET /v1/session/oidc', 'GET /v1/session/oidc/callback']);
  });
});
