import { type Problem } from '@lintel/contracts';
import { startTestPostgres, type TestPostgres } from '@lintel/streams/testing/postgres';
import { type RunningService } from '@lintel/service';
import { prepareTestModels, type TestIdentity, type TestModels } from '@lintel/service/testing/models';
import { consoleConfigSchema, type ConsoleConfig } from '../config';
import { startConsole } from '../start-console';

/** A caller of the console. */
export interface TestCaller {
  get<T>(path: string): Promise<T>;
  /** @returns the answer to a request that must succeed */
  send<T>(method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<T>;
  /** @returns the problem of a request that must fail with that status */
  refused(status: number, method: string, path: string, body?: unknown): Promise<Problem>;
}

/** The console's api on a free port, with its own database and registry; called by Ada, who has every permission. */
export interface TestConsole extends TestCaller {
  readonly url: string;
  readonly routes: RunningService['routes'];
  readonly postgres: TestPostgres;
  readonly models: TestModels;
  /** The same console, called by another person. */
  as(somebody: TestIdentity): Promise<TestCaller>;
  stop(): Promise<void>;
}

export async function startTestConsole(overrides: Partial<ConsoleConfig> = {}): Promise<TestConsole> {
  const postgres = await startTestPostgres();
  const models = await prepareTestModels(postgres.url);
  const service: RunningService = await startConsole(
    consoleConfigSchema.parse({
      HOST: '127.0.0.1',
      PORT: 0,
      DATABASE_URL: postgres.url,
      ...models.environment,
      LOG_LEVEL: 'fatal',
      SHUTDOWN_TIMEOUT_MS: 5_000,
      DRIFT_WINDOW_MS: 3_600_000,
      DRIFT_MINIMUM_EXAMPLES: 50,
      ...overrides,
    }),
  );
  return {
    url: service.url,
    routes: service.routes,
    postgres,
    models,
    ...callerOf(service.url, models.headers),
    as: async (somebody) => callerOf(service.url, await models.signIn(somebody)),
    async stop() {
      await service.close();
      await models.close();
      await postgres.stop();
    },
  };
}

/** @param headers of the caller */
export function callerOf(url: string, headers: Readonly<Record<string, string>>): TestCaller {
  const call = (method: string, path: string, body?: unknown): Promise<Response> =>
    fetch(url + path, {
      method,
      ...(body === undefined
        ? { headers }
        : { body: JSON.stringify(body), headers: { ...headers, 'content-type': 'application/json' } }),
    });
  const succeed = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const response = await call(method, path, body);
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  };
  return {
    get: (path) => succeed('GET', path),
    send: succeed,
    async refused(status, method, path, body) {
      const response = await call(method, path, body);
      expect(response.status).toBe(status);
      expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
      return (await response.json()) as Problem;
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
