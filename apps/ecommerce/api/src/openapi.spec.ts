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
  it('is what the web was written against: `npm run openapi` brings its types up to date', async () => {
    const { current, written } = await comparePaths(api.url(), PATHS);
    expect(written).toBe(current);
  });

  it('describes every answer, but where a browser is sent elsewhere', async () => {
    expect(await undescribedAnswers(api.url())).toEqual(['GET /v1/session/oidc', 'GET /v1/session/oidc/callback']);
  });
});
