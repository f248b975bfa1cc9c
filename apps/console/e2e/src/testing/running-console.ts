import { writeColourModel } from '@lintel/core-ml/testing/colour-model';
import { startTestPostgres, type TestPostgres } from '@lintel/streams/testing/postgres';
import { startBuiltProgram } from '@lintel/e2e';
import { prepareTestModels, type TestModels } from '@lintel/service/testing/models';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';

const CONSOLE = join(__dirname, '../../..');
export const COLOURS = 'shop.colours';

/** The delivered console with a model of two versions, the first of which is the champion. */
export interface RunningConsole {
  readonly url: string;
  readonly postgres: TestPostgres;
  readonly models: TestModels;
  readonly output: () => string;
  stop(): Promise<void>;
}

export async function startConsole(): Promise<RunningConsole> {
  const postgres = await startTestPostgres();
  const models = await prepareTestModels(postgres.url);
  const release = async (): Promise<void> => {
    await models.close();
    await postgres.stop();
  };
  try {
    const folder = await writeColourModel();
    await models.serve(COLOURS, folder);
    await models.register(COLOURS, folder);
    await rm(folder, { recursive: true });
    const program = await startBuiltProgram(join(CONSOLE, 'api/dist/main.js'), {
      DATABASE_URL: postgres.url,
      ...models.environment,
      PORT: '0',
      WEB_DIR: join(CONSOLE, 'web/out'),
    });
    return {
      url: program.url,
      postgres,
      models,
      output: program.output,
      async stop() {
        await program.end('SIGTERM');
        await release();
      },
    };
  } catch (error) {
    await release();
    throw error;
  }
}
