import { type Problem } from '@lintel/contracts';
import { startTestPostgres, type TestPostgres } from '@lintel/data/testing/postgres';
import { type RunningService } from '@lintel/service';
import { prepareTestModels, type TestModels } from '@lintel/service/testing/models';
import { type ConsoleConfig } from '../config';
import { startConsole } from '../start-console';

/** The console's api on a free port, with a database and a registry of its own. */
export interface TestConsole {
  readonly url: string;
  readonly postgres: TestPostgres;
  readonly models: TestModels;
  get<T>(path: string): Promise<T>;
  /** @returns the answer to a request that must succeed */
  send<T>(method: 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown): Promise<T>;
  /** @returns the problem of a request that must be refused with that status */
  refused(status: number, method: string, path: string, body?: unknown): Promise<Problem>;
  stop(): Promise<void>;
}

export async function startTestConsole(overrides: Partial<ConsoleConfig> = {}): Promise<TestConsole> {
  const postgres = await startTestPostgres();
  const models = await prepareTestModels(postgres.url);
  const service: RunningService = await startConsole({
    HOST: '127.0.0.1',
    PORT: 0,
    DATABASE_URL: postgres.url,
    ARTIFACT_DIR: models.environment.ARTIFACT_DIR,
    LOG_LEVEL: 'fatal',
    SHUTDOWN_TIMEOUT_MS: 5_000,
    DRIFT_WINDOW_MS: 3_600_000,
    DRIFT_MINIMUM_EXAMPLES: 50,
    ...overrides,
  });
  const call = (method: string, path: string, body?: unknown): Promise<Response> =>
    fetch(service.url + path, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
  const succeed = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const response = await call(method, path, body);
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  };
  return {
    url: service.url,
    postgres,
    models,
    get: (path) => succeed('GET', path),
    send: succeed,
    async refused(status, method, path, body) {
      const response = await call(method, path, body);
      expect(response.status).toBe(status);
      expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
      return (await response.json()) as Problem;
    },
    async stop() {
      await service.close();
      await models.close();
      await postgres.stop();
    },
  };
}

export async function eventually<T>(look: () => Promise<T | undefined | false>, withinMs = 20_000): Promise<T> {
  for (const end = Date.now() + withinMs; Date.now() < end;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('It did not happen in time.');
}
