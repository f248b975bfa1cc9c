import { modelPreparationFile, type ModelPreparation } from '@lintel/contracts';
import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTestApi, type TestApi } from '../testing/test-api';

jest.setTimeout(60_000);

let api: TestApi;
let folder: string;
let model: string;
beforeAll(async () => {
  api = await startTestApi();
  folder = await mkdtemp(join(tmpdir(), 'lintel-preparation-'));
  model = join(folder, 'ecommerce');
  await api.useModel(model);
});
afterAll(async () => {
  await api.stop();
  await rm(folder, { recursive: true, force: true });
});

const asked = async (): Promise<unknown> => (await api.get('/v1/model/preparation')).json();

describe('an app that waits for its first model', () => {
  it('says that nobody makes it', async () => {
    expect(await asked()).toEqual({ preparation: null });
  });

  it('says how far it is, and nothing more once the note has lost its writer', async () => {
    const preparation: ModelPreparation = { stage: 'training', share: 0.25, secondsLeft: 90 };
    const file = modelPreparationFile(model);
    await writeFile(file, JSON.stringify(preparation));
    expect(await asked()).toEqual({ preparation });
    const longAgo = new Date(Date.now() - 60_000);
    await utimes(file, longAgo, longAgo);
    expect(await asked()).toEqual({ preparation: null });
  });

  it('is not disturbed by a note that is none', async () => {
    await writeFile(modelPreparationFile(model), '{"stage":"magic"');
    expect(await asked()).toEqual({ preparation: null });
  });
});
