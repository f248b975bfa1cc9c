import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  LintelError,
  MANIFEST_FILE,
  type ManifestOf,
  modelManifestSchema,
  type ModelManifest,
  SIGNATURE_FILE,
  type TaskId,
} from '@lintel/contracts';
import { verifyManifest } from './manifest-signature';

/** A model as stored on disk, verified to be intact. */
export interface StoredModel<Id extends TaskId = TaskId> {
  readonly manifest: ManifestOf<Id>;
  /** The ONNX file; its SHA-256 is the one in the manifest. */
  readonly onnx: Uint8Array;
  /** The files beside the graph that the manifest names; their SHA-256 are those in the manifest. */
  readonly sideFiles: ReadonlyMap<string, Uint8Array>;
  /** Id of the trusted key that signed the manifest; null if signatures are not checked. */
  readonly signedBy: string | null;
}

/** The exact bytes of a model's files, from any storage. */
export interface ModelFiles {
  readonly manifest: Uint8Array;
  readonly onnx: Uint8Array;
  /** By name. Default: none. */
  readonly sideFiles?: ReadonlyMap<string, Uint8Array>;
  /** `manifest.sig.json`, if present. */
  readonly signature?: Uint8Array | undefined;
}

export interface LoadModelOptions<Id extends TaskId = TaskId> {
  /** The task that the model must have. Default: any. */
  readonly task?: Id | undefined;
  /** Public keys (PEM); one of them must have signed the manifest. Default: signatures are not checked. */
  readonly trustedKeys?: readonly string[] | undefined;
}

/**
 * Reads a model folder: `manifest.json` and the ONNX file that it names.
 * @throws LintelError NOT_FOUND (the folder has no model), MODEL_INVALID (the manifest is invalid, unsigned, or signed
 *   by an untrusted key), ARTIFACT_CORRUPT (the ONNX file is missing, or a byte of a file has changed)
 */
export async function loadModelDirectory<Id extends TaskId = TaskId>(
  directory: string,
  options: LoadModelOptions<Id> = {},
): Promise<StoredModel<Id>> {
  const bytes = await readManifest(directory);
  const signature = options.trustedKeys && (await readSignature(directory));
  const checked = checkManifest({ manifest: bytes, signature }, options, join(directory, MANIFEST_FILE));
  const { onnx: described, sideFiles } = checked.manifest;
  const onnx = await readModelFile(directory, described);
  const beside = await Promise.all(
    sideFiles.map(async (one) => [one.file, await readModelFile(directory, one)] as const),
  );
  return { ...checked, onnx, sideFiles: new Map(beside) };
}

/**
 * As `loadModelDirectory`, for files that are not stored in a folder.
 * @throws LintelError MODEL_INVALID, ARTIFACT_CORRUPT
 */
export function loadModelFiles<Id extends TaskId = TaskId>(
  files: ModelFiles,
  options: LoadModelOptions<Id> = {},
): StoredModel<Id> {
  const checked = checkManifest(files, options, MANIFEST_FILE);
  checkFile(files.onnx, checked.manifest.onnx, checked.manifest.onnx.file);
  const { sideFiles = new Map<string, Uint8Array>() } = files;
  for (const one of checked.manifest.sideFiles) {
    const bytes = sideFiles.get(one.file);
    if (bytes === undefined) throw missingFile('The model is incomplete', one.file, 'no such file');
    checkFile(bytes, one, one.file);
  }
  return { ...checked, onnx: files.onnx, sideFiles };
}

/** A manifest is parsed only after its signature is verified. */
function checkManifest<Id extends TaskId>(
  { manifest, signature }: Pick<ModelFiles, 'manifest' | 'signature'>,
  { trustedKeys, task }: LoadModelOptions<Id>,
  file: string,
): Omit<StoredModel<Id>, 'onnx' | 'sideFiles'> {
  if (trustedKeys !== undefined && signature === undefined) {
    throw new LintelError('MODEL_INVALID', {
      problem: `The model is not signed: ${file} has no ${SIGNATURE_FILE} beside it.`,
      expected: 'a model that is signed by a trusted key',
      received: 'no signature',
      cure: 'Have the model signed by a trusted key.',
    });
  }
  const signedBy = trustedKeys && signature ? verifyManifest(manifest, signature, trustedKeys) : null;
  const parsed = parseManifest(Buffer.from(manifest).toString('utf8'), file);
  if (task !== undefined && parsed.task !== task) {
    throw new LintelError('MODEL_INVALID', {
      problem: `The model "${parsed.name}" answers another kind of question.`,
      expected: `a model for ${task}`,
      received: `a model for ${parsed.task}`,
      cure: 'Choose a model that was trained for this task.',
    });
  }
  return { manifest: parsed as ManifestOf<Id>, signedBy };
}

type DescribedFile = Pick<ModelManifest['onnx'], 'file' | 'sha256' | 'bytes'>;

async function readModelFile(directory: string, described: DescribedFile): Promise<Uint8Array> {
  const file = join(directory, described.file);
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw missingFile(`The model in ${directory} is incomplete: a file can't be read`, file, reason(cause), cause);
  });
  checkFile(bytes, described, file);
  return bytes;
}

const missingFile = (what: string, expected: string, received: string, cause?: unknown): LintelError =>
  new LintelError('ARTIFACT_CORRUPT', { problem: `${what}.`, expected, received, cure: RESTORE, cause });

function checkFile(content: Uint8Array, { sha256, bytes }: DescribedFile, file: string): void {
  const actual = createHash('sha256').update(content).digest('hex');
  if (actual === sha256) return;
  throw new LintelError('ARTIFACT_CORRUPT', {
    problem: `${file} is not the file that the manifest was written for.`,
    expected: `SHA-256 ${sha256}, ${bytes} bytes`,
    received: `SHA-256 ${actual}, ${content.byteLength} bytes`,
    cure: RESTORE,
  });
}

async function readManifest(directory: string): Promise<Uint8Array> {
  return readFile(join(directory, MANIFEST_FILE)).catch((cause: unknown) => {
    throw new LintelError('NOT_FOUND', {
      problem: `There is no model in ${directory}.`,
      expected: `a folder with ${MANIFEST_FILE} and the ONNX file that it names`,
      received: reason(cause),
      cure: 'Check the path, or train a model into it.',
      cause,
    });
  });
}

async function readSignature(directory: string): Promise<Uint8Array | undefined> {
  return readFile(join(directory, SIGNATURE_FILE)).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return undefined;
    throw new LintelError('ARTIFACT_CORRUPT', {
      problem: `The signature of the model in ${directory} can't be read.`,
      expected: join(directory, SIGNATURE_FILE),
      received: reason(cause),
      cure: RESTORE,
      cause,
    });
  });
}

function parseManifest(text: string, file: string): ModelManifest {
  const invalid = (received: string, cause: unknown): LintelError =>
    new LintelError('MODEL_INVALID', {
      problem: `${file} is not a model manifest.`,
      expected: 'a manifest of format version 2',
      received,
      cure: RESTORE,
      cause,
    });
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    throw invalid(reason(error), error);
  }
  const parsed = modelManifestSchema.safeParse(content);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'manifest'}: ${message}`);
  throw invalid(issues.slice(0, 5).join('; '), parsed.error);
}

const RESTORE = 'Copy the model folder again from where it was made, or train the model again.';
const reason = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));
