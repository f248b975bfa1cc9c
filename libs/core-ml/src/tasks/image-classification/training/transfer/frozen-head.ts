import { type Dataset } from '@lintel/contracts';
import { type StoredBackbone } from '../../../../backbones/backbone-store';
import { spread } from '../../../../training/spread';
import { datasetPictures, PictureEmbedder } from '../../../../transfer/embed-pictures';
import { type EmbeddingCache } from '../../../../transfer/embedding-cache';
import { fitLogistic, type LogisticLayer, predictLogistic } from '../../../../transfer/fit-logistic';

/** A start for the training needs no more; a frozen model that is kept is fitted on all pictures. */
const MOST_EXAMPLES = 5000;

export interface FitFrozenHeadOptions {
  readonly train: Dataset;
  readonly validation: Dataset;
  readonly backbone: StoredBackbone;
  readonly seed: number;
  readonly cache?: EmbeddingCache | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onShare?: ((stage: 'embed' | 'fit', share: number) => void) | undefined;
}

export interface FrozenHead {
  readonly layer: LogisticLayer;
  /** float32 [validation examples, classes] */
  readonly heldOutProbabilities: Float32Array;
}

/** Fits a logistic layer over the frozen features of at most 5,000 training pictures. */
export async function fitFrozenHead(options: FitFrozenHeadOptions): Promise<FrozenHead> {
  const { validation, seed, cache, signal, onShare } = options;
  const train = spread(options.train, MOST_EXAMPLES);
  const embedder = await PictureEmbedder.open(options.backbone);
  try {
    const total = train.size + validation.size;
    const embed = (dataset: Dataset, before: number): Promise<Float32Array> =>
      embedder.embed(datasetPictures(dataset), {
        cache,
        signal,
        onProgress: (done) => onShare?.('embed', (before + done) / total),
      });
    const features = await embed(train, 0);
    const heldOut = await embed(validation, train.size);
    const examples = { features, size: embedder.size, labels: train.labels, classes: train.classNames.length };
    const { layer } = await fitLogistic(examples, { seed, signal, onProgress: (share) => onShare?.('fit', share) });
    return { layer, heldOutProbabilities: predictLogistic(layer, heldOut) };
  } finally {
    await embedder.close();
  }
}
