import { startTestPostgres, type TestPostgres } from '@lintel/streams/testing/postgres';
import { startBuiltProgram, type BuiltProgram } from '@lintel/e2e';
import { prepareTestModels, type TestModels } from '@lintel/service/testing/models';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const APPS = join(__dirname, '../../../..');
export const RECOGNISER = 'ecommerce.product-recogniser';

/** A vertical with its trainer, and the console, as they are delivered. */
export interface RunningPlatform {
  readonly shop: string;
  readonly console: string;
  readonly postgres: TestPostgres;
  readonly models: TestModels;
  /** Output of the programs; for a test that fails. */
  readonly output: () => string;
  stop(): Promise<void>;
}

export async function startPlatform(): Promise<RunningPlatform> {
  const postgres = await startTestPostgres();
  const models = await prepareTestModels(postgres.url);
  const workDir = await mkdtemp(join(tmpdir(), 'lintel-work-'));
  const environment = { DATABASE_URL: postgres.url, ...models.environment, PORT: '0' };
  const programs: BuiltProgram[] = [];
  const start = async (file: string, own: Record<string, string>, says?: RegExp): Promise<BuiltProgram> => {
    const program = await startBuiltProgram(join(APPS, file), { ...environment, ...own }, says);
    programs.push(program);
    return program;
  };
  const stop = async (): Promise<void> => {
    for (const program of programs.reverse()) await program.end('SIGTERM');
    await models.close();
    await postgres.stop();
    await rm(workDir, { recursive: true, force: true });
  };
  try {
    // Requested before the trainer starts, so that it does not train the long first model.
    await models.platform.jobs.enqueue({
      kind: 'train',
      vertical: 'ecommerce',
      modelName: RECOGNISER,
      parameters: { epochs: 1, examples: 1_500 },
      requestedBy: 'test',
      reason: 'first-model',
    });
    const shop = await start('ecommerce/api/dist/main.js', { WEB_DIR: join(APPS, 'ecommerce/web/out') });
    const console_ = await start('console/api/dist/main.js', { WEB_DIR: join(APPS, 'console/web/out') });
    // The test sends garments to the small network; a backbone of this machine would name other goods.
    const backbones = { BACKBONE_DIR: join(workDir, 'backbones') };
    const training = { MODEL_SIGNING_KEY: models.signingKeyFile, WORK_DIR: workDir, ...backbones };
    await start('ecommerce/api/dist/trainer.js', training, /takes jobs/);
    const output = (): string => programs.map((program) => program.output()).join('\n');
    return { shop: shop.url, console: console_.url, postgres, models, output, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
