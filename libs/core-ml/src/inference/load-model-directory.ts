import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LintelError, modelManifestSchema, type ModelManifest } from '@lintel/contracts';

export const MANIFEST_FILE = 'manifest.json';

/** A model as it lies on disk, checked to be whole. */
export interface StoredModel {
  readonly manifest: ModelManifest;
  /** The ONNX file; its SHA-256 is the one in the manifest. */
  readonly onnx: Uint8Array;
}

/**
 * Reads a model folder: `manifest.json` and the ONNX file that it names.
 * @throws LintelError NOT_FOUND (no model there), MODEL_INVALID (the manifest is wrong),
 *   ARTIFACT_CORRUPT (the ONNX file is missing or has changed)
 */
export async function loadModelDirectory(directory: string): Promise<StoredModel> {
  const manifest = parseManifest(await readManifest(directory), directory);
  const file = join(directory, manifest.onnx.file);
  const onnx = await readFile(file).catch((cause: unknown) => {
    throw new LintelError('ARTIFACT_CORRUPT', {
      problem: `The model in ${directory} is not whole: its ONNX file can't be read.`,
      expected: file,
      received: reason(cause),
      cure: RESTORE,
      cause,
    });
  });
  const sha256 = createHash('sha256').update(onnx).digest('hex');
  if (sha256 !== manifest.onnx.sha256) {
    throw new LintelError('ARTIFACT_CORRUPT', {
      problem: `${file} is not the file that the manifest was written for.`,
      expected: `SHA-256 ${manifest.onnx.sha256}, ${manifest.onnx.bytes} bytes`,
      received: `SHA-256 ${sha256}, ${onnx.byteLength} bytes`,
      cure: RESTORE,
    });
  }
  return { manifest, onnx };
}

async function readManifest(directory: string): Promise<string> {
  return readFile(join(directory, MANIFEST_FILE), 'utf8').catch((cause: unknown) => {
    throw new LintelError('NOT_FOUND', {
      problem: `There is no model in ${directory}.`,
      expected: `a folder with ${MANIFEST_FILE} and the ONNX file that it names`,
      received: reason(cause),
      cure: 'Check the path, or train a model into it.',
      cause,
    });
  });
}

function parseManifest(text: string, directory: string): ModelManifest {
  const invalid = (received: string, cause: unknown): LintelError =>
    new LintelError('MODEL_INVALID', {
      problem: `${join(directory, MANIFEST_FILE)} is not a model manifest.`,
      expected: 'a manifest of format version 1',
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
