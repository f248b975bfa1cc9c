import { backboneFolder } from '@lintel/backbones';
import { LintelError } from '@lintel/contracts';
import { BackboneStore, type StoredBackbone } from '@lintel/core-ml';
import { withHints } from '../../hints';

export const DEFAULT_BACKBONE = 'efficientnet-lite0';

/**
 * @param fit how pictures of another aspect ratio are fitted. Default: as the backbone suggests
 * @param alternative what else can be done without the backbone, as an addition to the cure
 * @throws LintelError NOT_FOUND, ARTIFACT_CORRUPT, INVALID_ARGUMENT (name)
 */
export async function openBackbone(
  name: string,
  environment: NodeJS.ProcessEnv,
  {
    fit,
    alternative,
  }: { readonly fit?: 'stretch' | 'cover' | 'contain' | undefined; readonly alternative?: string } = {},
): Promise<StoredBackbone> {
  const { manifest, onnx } = await new BackboneStore(backboneFolder(environment)).open(name).catch((error: unknown) => {
    if (alternative === undefined || !(error instanceof LintelError) || error.code !== 'NOT_FOUND') throw error;
    throw withHints(error, { NOT_FOUND: alternative });
  });
  return fit
    ? { manifest: { ...manifest, preprocessor: { ...manifest.preprocessor, fit } }, onnx }
    : { manifest, onnx };
}
