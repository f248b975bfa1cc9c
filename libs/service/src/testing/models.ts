import { MANIFEST_FILE, modelManifestSchema, type ModelVersion } from '@lintel/contracts';
import { generateSigningKey, signManifest } from '@lintel/core-ml';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPlatform, type Platform } from '../platform/platform';
import { signInForTests, type TestHeaders, type TestIdentity } from './identities';

export { type TestIdentity } from './identities';

/** The model configuration of a program under test: its artefacts and the trusted keys. */
export interface TestModels {
  readonly environment: {
    readonly ARTIFACT_DIR: string;
    readonly MODEL_TRUSTED_KEYS: string;
    readonly DATA_KEY: string;
  };
  /** File of the private key. */
  readonly signingKeyFile: string;
  readonly platform: Platform;
  /** Request headers of Ada, who is an administrator. */
  readonly headers: TestHeaders;
  /** @returns request headers of the person */
  signIn(somebody?: TestIdentity): Promise<TestHeaders>;
  /** Registers a model folder. @param datasetVersionId the dataset version that it was trained on */
  register(modelName: string, folder: string, datasetVersionId?: string): Promise<ModelVersion>;
  /** Registers a model folder and makes it the champion. */
  serve(modelName: string, folder: string, datasetVersionId?: string): Promise<ModelVersion>;
  /** Closes the database and removes the files. */
  close(): Promise<void>;
}

/** Prepares a separate registry for a test: folder, keys, and the platform's tables in the database. */
export async function prepareTestModels(databaseUrl: string): Promise<TestModels> {
  const folder = await mkdtemp(join(tmpdir(), 'lintel-models-'));
  const artifactDir = join(folder, 'artifacts');
  const files = { signingKey: join(folder, 'signing-key.pem'), trustedKey: join(folder, 'trusted-key.pem') };
  const { privateKeyPem, publicKeyPem } = generateSigningKey();
  await writeFile(files.signingKey, privateKeyPem, { mode: 0o600 });
  await writeFile(files.trustedKey, publicKeyPem);
  const platform = await openPlatform({ databaseUrl, artifacts: { folder: artifactDir }, poolSize: 2 });
  const { registry } = platform;

  const register: TestModels['register'] = async (modelName, modelFolder, datasetVersionId) => {
    const manifest = await readFile(join(modelFolder, MANIFEST_FILE));
    const { task, onnx, sideFiles } = modelManifestSchema.parse(JSON.parse(manifest.toString()));
    const declared = { name: modelName, vertical: modelName.split('.')[0]!, title: modelName, task };
    const known = (await registry.models()).some(({ name }) => name === modelName);
    if (!known) await registry.declareModel({ ...declared, gatePolicy: {}, loopPolicy: {} });
    const beside = sideFiles.map(async ({ file }) => [file, await readFile(join(modelFolder, file))] as const);
    return registry.register({
      modelName,
      files: {
        manifest,
        onnx: await readFile(join(modelFolder, onnx.file)),
        sideFiles: new Map(await Promise.all(beside)),
        signature: Buffer.from(signManifest(manifest, privateKeyPem)),
      },
      datasetVersionId: datasetVersionId ?? null,
      jobId: null,
      modelCard: `# ${modelName}\n`,
      createdBy: 'test',
    });
  };
  return {
    environment: {
      ARTIFACT_DIR: artifactDir,
      MODEL_TRUSTED_KEYS: files.trustedKey,
      DATA_KEY: randomBytes(32).toString('base64'),
    },
    signingKeyFile: files.signingKey,
    platform,
    headers: await signInForTests(platform.identity),
    signIn: (somebody) => signInForTests(platform.identity, somebody),
    register,
    async serve(modelName, modelFolder, datasetVersionId) {
      const version = await register(modelName, modelFolder, datasetVersionId);
      await registry.promote(modelName, version.id, { by: 'test', override: true, reason: 'for a test' });
      return version;
    },
    async close() {
      await platform.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
