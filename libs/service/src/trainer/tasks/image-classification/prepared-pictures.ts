import { type Dataset, type ImagePreprocessor } from '@lintel/contracts';
import { decodePicture, preparePixels } from '@lintel/core-ml';
import { type BasePicture, type BasePictures } from '@lintel/data';
import { prepareExamples } from '@lintel/datasets';

export interface PrepareOptions {
  /** The classes of the labels and, after them, classes that only other examples have. */
  readonly classNames: readonly string[];
  readonly cacheDir: string;
  readonly signal: AbortSignal;
}

/** Increased when the preparation of pictures changes, so that cached pixels are made again. */
const VERSION = 1;

/**
 * Prepares pictures of the artefact store for one model; the result is cached for the next job.
 * @param pictures examples in their order
 * @param contentHash identifies the pictures, their order and classes
 * @returns uint8 [height, width, channels] of the preprocessor
 * @throws LintelError NOT_FOUND, ARTIFACT_CORRUPT, PICTURE_UNREADABLE, DISK_FULL, OUTPUT_UNWRITABLE
 */
export function prepareStored(
  pictures: readonly BasePicture[],
  contentHash: string,
  bases: BasePictures,
  preprocessor: ImagePreprocessor,
  options: PrepareOptions,
): Promise<Dataset> {
  const labels = pictures.map(({ className }) => options.classNames.indexOf(className));
  return prepareExamples({
    ...options,
    labels,
    contentHash,
    exampleShape: shapeOf(preprocessor),
    key: keyOf(preprocessor),
    prepare: async (index) => (await decodePicture(await bases.picture(pictures[index]!.sha256), preprocessor)).pixels,
  });
}

/**
 * Prepares already decoded pictures for another model.
 * @param dataset uint8 [height, width, channels]
 */
export function prepareDecoded(
  dataset: Dataset,
  preprocessor: ImagePreprocessor,
  options: PrepareOptions,
): Promise<Dataset> {
  const [height = 0, width = 0, channels = 0] = dataset.exampleShape;
  return prepareExamples({
    ...options,
    labels: [...dataset.labels],
    contentHash: dataset.contentHash,
    exampleShape: shapeOf(preprocessor),
    key: keyOf(preprocessor),
    prepare: (index) => {
      const data = new Uint8Array(height * width * channels);
      dataset.read([index], data);
      return preparePixels({ data, height, width, channels }, preprocessor);
    },
  });
}

const shapeOf = ({ height, width, channels }: ImagePreprocessor): [number, number, number] => [height, width, channels];
/** The normalisation is not part of the key, because the cache holds pixels. */
const keyOf = ({ fit, background }: ImagePreprocessor): string => JSON.stringify([VERSION, fit, background]);
