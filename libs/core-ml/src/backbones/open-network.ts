import { type ImagePreprocessor, LintelError } from '@lintel/contracts';
import { type BackboneStore, type StoredBackbone } from './backbone-store';
import { efficientNetLite } from './efficientnet-lite';
import { makeBackbone } from './make-backbone';
import { type NetworkWeights, networkWeights } from './network-weights';
import { readTorchFile } from './torch-file';

/** Below it, the last map would have less than one position. */
const SMALLEST = 32;

/** A published network twice: its weights, from which layers are built, and its graph. */
export interface OpenedNetwork {
  readonly network: NetworkWeights;
  readonly backbone: StoredBackbone;
}

export interface OpenNetworkOptions {
  /** Side of the pictures, pixels. Default: the one that the network was trained on. */
  readonly size?: number | undefined;
  /** Default: as the network was trained. */
  readonly fit?: ImagePreprocessor['fit'] | undefined;
}

/**
 * Opens a published backbone for fine-tuning. The convolutions take pictures of any size from 32 pixels on.
 * @throws LintelError NOT_FOUND, ARTIFACT_CORRUPT, INVALID_ARGUMENT (one's own ONNX file, or a size that is too small)
 */
export async function openNetwork(
  store: BackboneStore,
  name: string,
  { size, fit }: OpenNetworkOptions = {},
): Promise<OpenedNetwork> {
  const { manifest, weights } = await store.openWeights(name);
  const { architecture, preprocessor, licence, source } = manifest;
  const side = size ?? preprocessor.height;
  if (side < SMALLEST) {
    throw new LintelError('INVALID_ARGUMENT', {
      problem: 'The pictures are too small for the backbone, which divides their side by 32.',
      expected: `at least ${SMALLEST} pixels`,
      received: String(side),
      cure: 'Choose a larger size: small pictures are enlarged.',
    });
  }
  const plan = { ...efficientNetLite(architecture ?? name), size: side };
  const made = makeBackbone(plan, weights, { licence, source });
  return {
    network: networkWeights(plan, readTorchFile(weights)),
    backbone: {
      onnx: made.onnx,
      manifest: {
        ...made.manifest,
        name: manifest.name,
        preprocessor: { ...made.manifest.preprocessor, ...(fit ? { fit } : {}) },
      },
    },
  };
}
