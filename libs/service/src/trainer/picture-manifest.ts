import { LintelError, type ManifestOf, type ModelVersion } from '@lintel/contracts';

/**
 * The manifest of a version that classifies pictures: trainers train no other models yet.
 * @throws LintelError MODEL_INVALID
 */
export function pictureManifest({ manifest, number }: ModelVersion): ManifestOf<'image-classification'> {
  if (manifest.task === 'image-classification') return manifest;
  throw new LintelError('MODEL_INVALID', {
    problem: `A trainer cannot train a model like version ${number}.`,
    expected: 'a model for image-classification',
    received: `one for ${manifest.task}`,
    cure: 'Train the model from the command line, and register it.',
  });
}
