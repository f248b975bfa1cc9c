import { BackboneStore } from '../backbone-store';
import { efficientNetLite } from '../efficientnet-lite';
import { makeBackbone } from '../make-backbone';
import { tinyTorchFile } from './tiny-network';

/** Adds EfficientNet-Lite0 with random weights: the right shapes and files, without a download. */
export async function addRandomBackbone(folder: string, name = 'efficientnet-lite0'): Promise<void> {
  const weights = tinyTorchFile(efficientNetLite(name), 1);
  await new BackboneStore(folder).add(
    makeBackbone(efficientNetLite(name), weights, { licence: 'none', source: 'chance' }),
  );
}
