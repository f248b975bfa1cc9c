import {
  LintelError,
  sizeOfShape,
  targetClass,
  type Dataset,
  type ImagePreprocessor,
  viewDataset,
} from '@lintel/contracts';
import { decodePicture } from '@lintel/core-ml';
import { type LabelledExample, type LabelledPictures } from '@lintel/data';
import { MemoryDataset } from '@lintel/datasets';
import { createHash } from 'node:crypto';

export interface LabelledDatasets {
  /** One per preprocessor, in the same order, with the same examples; undefined if there are none. */
  readonly datasets: readonly Dataset[] | undefined;
  /** Pictures that no longer exist: their subjects were erased, or their retention period has ended. */
  readonly gone: number;
  /** Pictures that cannot be decoded, and why. */
  readonly unreadable: readonly { readonly sha256: string; readonly problem: string }[];
}

/**
 * Prepares the labelled pictures for one or more models. Each picture is read once, so that all datasets hold the same
 * examples even if a subject is erased in the meantime.
 */
export async function labelledDatasets(
  items: readonly LabelledExample[],
  pictures: Pick<LabelledPictures, 'get'>,
  preprocessors: readonly ImagePreprocessor[],
  classNames: readonly string[],
): Promise<LabelledDatasets> {
  const kept: { readonly item: LabelledExample; readonly pixels: readonly Uint8Array[] }[] = [];
  const unreadable: { sha256: string; problem: string }[] = [];
  let gone = 0;
  for (const item of items) {
    const picture = await pictures.get(item.inputSha256).catch(nullIfErased);
    if (picture === null) {
      gone++;
      continue;
    }
    try {
      const decoded = await Promise.all(preprocessors.map((one) => decodePicture(picture, one)));
      kept.push({ item, pixels: decoded.map(({ pixels }) => pixels) });
    } catch (error) {
      if (!(error instanceof LintelError)) throw error;
      unreadable.push({ sha256: item.inputSha256, problem: error.problem });
    }
  }
  if (kept.length === 0) return { datasets: undefined, gone, unreadable };
  const labels = kept.map(({ item }) => classNames.indexOf(targetClass(item.target) ?? ''));
  const contentHash = hashOf(kept.map(({ item }) => item));
  const datasets = preprocessors.map(({ height, width, channels }, at) => {
    const exampleShape = [height, width, channels];
    const size = sizeOfShape(exampleShape);
    const data = new Uint8Array(kept.length * size);
    for (const [index, { pixels }] of kept.entries()) data.set(pixels[at]!, index * size);
    return viewDataset(new MemoryDataset({ data, exampleShape, labels, classNames }), { contentHash });
  });
  return { datasets, gone, unreadable };
}

/** Identifies the same pictures regardless of their preprocessing. */
function hashOf(items: readonly LabelledExample[]): string {
  const content = items.map(({ inputSha256, target }) => [inputSha256, targetClass(target)]);
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}

function nullIfErased(error: unknown): null {
  if (error instanceof LintelError && error.code === 'SUBJECT_ERASED') return null;
  throw error;
}
