import { LintelError, type ManifestOf, type ModelVersion } from '@lintel/contracts';

/**
 * The manifest of a version that classifies pictures.
 * @throws LintelError MODEL_INVALID
 */
export function pictureManifest({ manifest, number }: ModelVersion): ManifestOf<'image-classification'> {
  if (manifest.task === 'image-classification') return manifest;
  throw new LintelError('MODEL_INVALID', {
    problem: `Version ${number} does not classify pictures.`,
    expected: 'a model for image-classification',
    received: `one for ${manifest.task}`,
    cure: 'Train the model from the command line, and register it.',
  });
}
