export { inspectPictures, type PictureGrouping, type PictureKnowledge } from './inspection/inspect-pictures';
export { findLookAlikes } from './inspection/look-alikes';
export { groupsInNames } from './inspection/name-fields';
export {
  cacheDecoded,
  type CacheDecodedOptions,
  type DecodedDataset,
  type HashedDataset,
  type PictureSource,
  type UnreadablePicture,
} from './loaders/cache-decoded';
export { openCifar10Binary } from './loaders/cifar10-binary';
export { type DecodeProgress, type PictureDecoder } from './loaders/decode-examples';
export { hashesAsText } from './loaders/example-hashes';
export { openFashionMnist, type FashionMnistOptions, type FashionMnistProgress } from './loaders/fashion-mnist';
export { prepareExamples, type PrepareExamplesOptions } from './loaders/prepare-examples';
export { openIdx, type IdxFiles } from './loaders/idx';
export {
  openImageFolder,
  PART_NAMES,
  PICTURE_EXTENSIONS,
  type ImageFolder,
  type ImageFolderOptions,
  type PictureEntry,
} from './loaders/image-folder';
export { MemoryDataset, type MemoryDatasetContent } from './loaders/memory-dataset';
export { concatDatasets, repeatExamples } from './splits/concat-datasets';
export { partIndices, splitByParts } from './splits/split-by-parts';
export { splitByTime, timeIndices } from './splits/split-by-time';
export { splitDataset, splitIndices, type SplitExamples, type SplitOptions } from './splits/split-dataset';
export { checkShares, type DatasetPart, type SplitShares } from './splits/split-shares';
export { subset } from './splits/subset';
