import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { datasetDetailsSchema, LintelError, type DatasetDetails, type ModelManifest } from '@lintel/contracts';

/**
 * Reads the file beside a manifest that describes the model's training data.
 * @returns null if there is no such file, because the model came from a registry
 * @throws LintelError ARTIFACT_CORRUPT if the file does not match the manifest
 */
export async function loadDatasetDetails(
  directory: string,
  { dataset: { details } }: Pick<ModelManifest, 'dataset'>,
): Promise<DatasetDetails | null> {
  if (!details) return null;
  const file = join(directory, details.file);
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (bytes === null) return null;
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (sha256 === details.sha256) return datasetDetailsSchema.parse(JSON.parse(bytes.toString('utf8')));
  throw new LintelError('ARTIFACT_CORRUPT', {
    problem: `${file} is not the file that the manifest was written for.`,
    expected: `SHA-256 ${details.sha256}`,
    received: `SHA-256 ${sha256}`,
    cure: 'Copy the model folder again from where it was made, or train the model again.',
  });
}
