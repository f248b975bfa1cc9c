import { type Dataset, type DriftReference, sizeOfShape } from '@lintel/contracts';
import { pictureFeatures } from '../../../drift/picture-features';
import { DriftReferenceBuilder } from '../../../drift/reference';
import { evenlySpaced } from '../../../numbers/evenly-spaced';
import { concentration } from '../concentration';
import { project, type Projection } from './projection';

/** Enough for every quantile that a reference keeps. */
const MOST_PICTURES = 1_000;

/**
 * What drift is measured against: the pictures, and how concentrated their vectors are.
 * @param pictures uint8; best those that the projection has not learned from
 * @param features of the backbone: float32 [pictures, projection.inputs]
 */
export function embeddingReference(pictures: Dataset, features: Float32Array, projection: Projection): DriftReference {
  const { inputs } = projection;
  const pixels = new Uint8Array(sizeOfShape(pictures.exampleShape));
  const reference = new DriftReferenceBuilder(null);
  for (const row of evenlySpaced(pictures.size, MOST_PICTURES)) {
    pictures.read([row], pixels);
    const vector = project(projection, features.subarray(row * inputs, (row + 1) * inputs));
    reference.add({
      features: pictureFeatures(pixels, pictures.exampleShape),
      outcome: concentration(vector),
      confidence: null,
    });
  }
  return reference.build();
}
