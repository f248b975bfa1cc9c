import { writeColourModel } from '@lintel/core-ml/testing/colour-model';
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { containerUser } from './assembled-program';
import { type DeployedEnvironment } from './deployed-environment';

export const RECOGNISER = 'ecommerce.product-recogniser';

/** Registers a model for the shop with the command line of the image. @throws if it fails */
export async function registerColourModel(folder: string, deployed: DeployedEnvironment): Promise<void> {
  const made = await writeColourModel();
  const model = join(deployed.folder, 'colours');
  cpSync(made, model, { recursive: true });
  chmodSync(model, 0o755);
  rmSync(made, { recursive: true });
  const { status, stderr } = spawnSync(
    process.execPath,
    [
      ...[join(folder, 'node_modules/@lintel/cli/bin/lintel.cjs'), 'models', 'register', '--model', model],
      ...['--name', RECOGNISER, '--promote', '--reason', 'a test', '--by', 'Ada'],
    ],
    {
      env: { ...deployed.environment, ...deployed.trainer, DATABASE_URL: deployed.databaseUrl },
      encoding: 'utf8',
      ...containerUser(),
    },
  );
  if (status !== 0) throw new Error(stderr);
}
