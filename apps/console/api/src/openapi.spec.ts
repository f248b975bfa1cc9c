import { comparePaths, undescribedAnswers } from '@lintel/service/testing/api-paths';
import { join } from 'node:path';
import { startTestConsole, type TestConsole } from './testing/test-console';

const PATHS = join(__dirname, '../../contract/src/api-paths.ts');

let console_: TestConsole;
beforeAll(async () => {
  console_ = await startTestConsole();
});
afterAll(() => console_.stop());

describe('the OpenAPI document', () => {
  it('matches the types of the web app: `npm run openapi` updates them', async () => {
    const { current, written } = await comparePaths(console_.url, PATHS);
    expect(written).toBe(current);
  });

  it('describes every answer, except redirects of a browser', async () => {
    expect(await undescribedAnswers(console_.url)).toEqual(['GET /v1/session/oidc', 'GET /v1/session/oidc/callback']);
  });
});
