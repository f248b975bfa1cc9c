import {
  LintelError,
  headlinesOf,
  MANIFEST_FILE,
  modelManifestSchema,
  type ModelManifest,
  type ModelVersion,
  SIGNATURE_FILE,
  type TaskId,
} from '@lintel/contracts';
import { createHash, randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { ArtifactStore } from '../artifacts/artifact-store';
import { readRows, type Transaction } from '@lintel/streams';
import { findVersion, getVersion, versionMissing } from './model-versions';
import { modelMissing } from './registered-models';

/** The exported files of a model, byte for byte. */
export interface ModelFiles {
  /** `manifest.json` */
  readonly manifest: Buffer;
  /** The file named in the manifest. */
  readonly onnx: Buffer;
  /** `manifest.sig.json` */
  readonly signature: Buffer;
  /** The side files of the manifest, by name. Absent if there are none. */
  readonly sideFiles?: ReadonlyMap<string, Buffer>;
}

export interface NewModelVersion {
  readonly modelName: string;
  readonly files: ModelFiles;
  readonly datasetVersionId: string | null;
  readonly jobId: string | null;
  readonly modelCard: string;
  readonly createdBy: string;
  /** Default: a new id. */
  readonly id?: string;
}

const signatureSchema = z.object({ keyId: z.string().min(1) });
const numberRow = z.object({ number: z.int() });

/**
 * Locks the model, so that numbers have no gaps, and a second attempt at the same job finds the first one's version
 * before it could overwrite its files. A rolled-back registration leaves files that no row refers to.
 */
export async function registerVersion(
  transaction: Transaction,
  artifacts: ArtifactStore,
  { modelName, files, datasetVersionId, jobId, modelCard, createdBy, id = randomUUID() }: NewModelVersion,
): Promise<ModelVersion> {
  const { manifest, keyId } = checkFiles(files);
  await transaction.query("SELECT pg_advisory_xact_lock(hashtextextended('lintel.model-version ' || $1, 0))", [
    modelName,
  ]);
  const known = jobId === null ? null : await findVersion(transaction, { jobId });
  if (known !== null) return known.version;
  await checkReferences(transaction, { modelName, datasetVersionId, id }, manifest.task);
  const folder = `models/${modelName}/${id}`;
  await artifacts.put(`${folder}/${manifest.onnx.file}`, files.onnx);
  for (const { file } of manifest.sideFiles) await artifacts.put(`${folder}/${file}`, files.sideFiles!.get(file)!);
  await artifacts.put(`${folder}/${SIGNATURE_FILE}`, files.signature);
  await artifacts.put(`${folder}/${MANIFEST_FILE}`, files.manifest);
  await transaction.query(
    `INSERT INTO platform.model_version (id, model_name, number, manifest, manifest_sha256, key_id, artifacts,
       dataset_version_id, job_id, model_card, created_by, task, headlines)
     VALUES ($1, $2, (SELECT coalesce(max(number), 0) + 1 FROM platform.model_version WHERE model_name = $2),
       $3::jsonb, $4, $5, $6, $7, $8, $9, $10, $11, $12::jsonb)`,
    [
      id,
      modelName,
      JSON.stringify(manifest),
      sha256(files.manifest),
      keyId,
      folder,
      datasetVersionId,
      jobId,
      modelCard,
      createdBy,
      manifest.task,
      JSON.stringify(headlinesOf(manifest)),
    ],
  );
  return getVersion(transaction, id);
}

/** @throws LintelError NOT_FOUND, ARTIFACT_CORRUPT, and like `ArtifactStore.get` */
export async function readVersionFiles(
  database: Transaction,
  artifacts: ArtifactStore,
  id: string,
): Promise<ModelFiles> {
  const { version, artifacts: folder } = (await findVersion(database, { id })) ?? versionMissing(id);
  const { onnx, sideFiles } = version.manifest;
  const read = async (name: string, wanted?: string): Promise<Buffer> => {
    const bytes = await artifacts.get(`${folder}/${name}`);
    if (wanted !== undefined && sha256(bytes) !== wanted) throw corrupt(`${folder}/${name}`, wanted, sha256(bytes));
    return bytes;
  };
  const [manifest, graph, signature, ...beside] = await Promise.all([
    read(MANIFEST_FILE, version.manifestSha256),
    read(onnx.file, onnx.sha256),
    read(SIGNATURE_FILE),
    ...sideFiles.map(({ file, sha256: wanted }) => read(file, wanted)),
  ]);
  const files = { manifest, onnx: graph, signature };
  if (beside.length === 0) return files;
  return { ...files, sideFiles: new Map(sideFiles.map(({ file }, index) => [file, beside[index]!])) };
}

/** The signature is verified by the programs that load the model: they have the keys. */
function checkFiles({ manifest, onnx, signature, sideFiles }: ModelFiles): {
  manifest: ModelManifest;
  keyId: string;
} {
  const parsed = modelManifestSchema.safeParse(parseJson(manifest));
  if (!parsed.success) throw invalid('Its manifest is not valid', parsed.error);
  const signed = signatureSchema.safeParse(parseJson(signature));
  if (!signed.success) throw invalid('Its signature is not valid', signed.error);
  const { file, sha256: wanted } = parsed.data.onnx;
  if ([MANIFEST_FILE, SIGNATURE_FILE].includes(file)) throw invalid(`Its ONNX file is called ${file}`);
  if (sha256(onnx) !== wanted) throw corrupt(file, wanted, sha256(onnx));
  for (const beside of parsed.data.sideFiles) {
    const bytes = sideFiles?.get(beside.file);
    if ([MANIFEST_FILE, SIGNATURE_FILE, file].includes(beside.file))
      throw invalid(`A side file is called ${beside.file}`);
    if (bytes === undefined) throw invalid(`Its side file ${beside.file} is missing`);
    if (sha256(bytes) !== beside.sha256) throw corrupt(beside.file, beside.sha256, sha256(bytes));
  }
  return { manifest: parsed.data, keyId: signed.data.keyId };
}

async function checkReferences(
  transaction: Transaction,
  { modelName, datasetVersionId, id }: Pick<NewModelVersion, 'modelName' | 'datasetVersionId' | 'id'>,
  task: TaskId,
): Promise<void> {
  const count = async (sql: string, parameters: unknown[]): Promise<number> =>
    (await readRows(transaction, numberRow, `SELECT count(*)::int AS number FROM ${sql}`, parameters))[0]!.number;
  if ((await count('platform.model WHERE name = $1', [modelName])) === 0) modelMissing(modelName);
  if ((await count('platform.model WHERE name = $1 AND task = $2', [modelName, task])) === 0) {
    throw new LintelError('MODEL_INVALID', {
      problem: `The version answers another kind of question than the model ${modelName}.`,
      expected: 'a version for the task of the model',
      received: `one for ${task}`,
      cure: 'Register it under another name.',
    });
  }
  const dataset = 'platform.dataset_version WHERE id::text = $1';
  if (datasetVersionId !== null && (await count(dataset, [datasetVersionId])) === 0) {
    throw new LintelError('NOT_FOUND', {
      problem: `There is no dataset version ${datasetVersionId} that a model could come from.`,
      cure: 'Create the dataset version before training on it.',
    });
  }
  if ((await count('platform.model_version WHERE id::text = $1', [id])) === 0) return;
  throw new LintelError('CONFLICT', {
    problem: `A model version with the id ${id} is already registered; registered versions are immutable.`,
    cure: 'Register the version with a new id.',
  });
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

function invalid(what: string, error?: z.ZodError): LintelError {
  return new LintelError('MODEL_INVALID', {
    problem: `The model cannot be registered. ${what}.`,
    ...(error === undefined ? {} : { received: z.prettifyError(error), cause: error }),
    cure: 'Register the unchanged files of an export.',
  });
}

function corrupt(name: string, expected: string, received: string): LintelError {
  return new LintelError('ARTIFACT_CORRUPT', {
    problem: `${name} does not match the model.`,
    expected: `SHA-256 ${expected}`,
    received: `SHA-256 ${received}`,
    cure: 'Restore the file from a backup of the artefact store, or train again.',
  });
}
