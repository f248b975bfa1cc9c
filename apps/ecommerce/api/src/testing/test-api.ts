import { type ManifestOf, type ModelVersion, type Problem } from '@lintel/contracts';
import { writeColourModel } from '@lintel/core-ml/testing/colour-model';
import { solid } from '@lintel/core-ml/testing/pictures';
import { startTestPostgres, type TestPostgres } from '@lintel/streams/testing/postgres';
import { type RecogniseResponse, type Recognition, type RecognitionPage } from '@lintel/ecommerce-contract';
import { type RunningService } from '@lintel/service';
import { prepareTestModels, type TestModels } from '@lintel/service/testing/models';
import { rm } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { ecommerceConfigSchema, type EcommerceConfig } from '../config';
import { RECOGNISER } from '../model/recogniser';
import { startEcommerce } from '../start-ecommerce';

type Body = NonNullable<RequestInit['body']>;

/** The whole api on a free port, with its own database and model; called by Ada, who has every permission. */
export interface TestApi {
  readonly config: EcommerceConfig;
  readonly postgres: TestPostgres;
  readonly models: TestModels;
  readonly url: () => string;
  readonly routes: () => RunningService['routes'];
  readonly get: (path: string) => Promise<Response>;
  readonly post: (path: string, body?: Body, headers?: Record<string, string>) => Promise<Response>;
  readonly put: (path: string, json: unknown, headers?: Record<string, string>) => Promise<Response>;
  readonly delete: (path: string, headers?: Record<string, string>) => Promise<Response>;
  /** Sends pictures that must all be recognised. */
  recognise(...pictures: readonly TestPicture[]): Promise<Recognition[]>;
  /** A page of the history, without a search. */
  page(query?: string): Promise<RecognitionPage & { readonly total: number }>;
  restart(): Promise<void>;
  /** Registers the model of a folder, promotes it, and waits until it is in service. */
  useModel(folder: string): Promise<ModelVersion>;
  stop(): Promise<void>;
}

export interface TestPicture {
  readonly name: string;
  readonly bytes: Uint8Array;
}

interface TestApiOptions {
  /** False: there is no model yet. */
  readonly withModel?: boolean;
  readonly overrides?: Partial<EcommerceConfig>;
}

export async function startTestApi({ withModel = true, overrides = {} }: TestApiOptions = {}): Promise<TestApi> {
  const [postgres, modelFolder] = await Promise.all([startTestPostgres(), writeColourModel()]);
  const models = await prepareTestModels(postgres.url);
  if (withModel) await models.serve(RECOGNISER, modelFolder);
  const config = ecommerceConfigSchema.parse({
    HOST: '127.0.0.1',
    PORT: 0,
    DATABASE_URL: postgres.url,
    ...models.environment,
    LOG_LEVEL: 'fatal',
    SHUTDOWN_TIMEOUT_MS: 5_000,
    ...overrides,
  });
  let service = await startEcommerce(config);
  const send = (method: string, path: string, body?: Body, headers?: Record<string, string>): Promise<Response> =>
    fetch(`${service.url}${path}`, { method, body: body ?? null, headers: { ...models.headers, ...headers } });
  const api: TestApi = {
    config,
    postgres,
    models,
    url: () => service.url,
    routes: () => service.routes,
    get: (path) => send('GET', path),
    post: (path, body, headers) => send('POST', path, body, headers),
    put: (path, json, headers) =>
      send('PUT', path, JSON.stringify(json), { 'content-type': 'application/json', ...headers }),
    delete: (path, headers) => send('DELETE', path, undefined, headers),
    async recognise(...pictures) {
      const response = await api.post('/v1/recognitions', formOf(...pictures));
      const { outcomes } = (await response.json()) as RecogniseResponse;
      return outcomes.map((outcome) => {
        if (outcome.status === 'recognised') return outcome.recognition;
        throw new Error(`${outcome.fileName} was refused: ${outcome.problem.detail}`);
      });
    },
    page: async (query = '') =>
      (await (await api.get(`/v1/recognitions${query}`)).json()) as RecognitionPage & { total: number },
    async restart() {
      await service.close();
      service = await startEcommerce(config);
    },
    async useModel(folder) {
      const version = await models.serve(RECOGNISER, folder);
      const served = async (): Promise<boolean> => {
        const response = await api.get('/v1/model');
        return (
          response.ok &&
          ((await response.json()) as ManifestOf<'image-classification'>).createdAt === version.manifest.createdAt
        );
      };
      for (let left = 100; left > 0 && !(await served()); left--) await delay(50);
      return version;
    },
    async stop() {
      await service.close();
      await models.close();
      await postgres.stop();
      await rm(modelFolder, { recursive: true, force: true });
    },
  };
  return api;
}

export function formOf(...pictures: readonly TestPicture[]): FormData {
  const form = new FormData();
  for (const { name, bytes } of pictures) form.append('pictures', new Blob([Uint8Array.from(bytes)]), name);
  return form;
}

/** A PNG of one colour. */
export async function picture(colour: string, width = 8, height = 8): Promise<TestPicture> {
  return { name: `${colour}.png`, bytes: await solid(colour, width, height).png().toBuffer() };
}

export async function problemIn(response: Response): Promise<Problem> {
  expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  const problem = (await response.json()) as Problem;
  expect(problem).toMatchObject({
    status: response.status,
    correlationId: response.headers.get('x-correlation-id'),
    cure: expect.stringMatching(/\S/) as string,
    detail: expect.stringMatching(/\S/) as string,
  });
  return problem;
}
