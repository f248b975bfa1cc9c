export { augment, augmentationSchema, type Augmentation, type PictureBatchShape } from './preprocessing/augmentation';
export {
  DEFAULT_PICTURE_LIMITS,
  decodePicture,
  type DecodedPicture,
  type PictureLimits,
} from './preprocessing/decode-picture';
export { fitNormalisation, normalisePixels } from './preprocessing/normalisation';
export { PICTURE_FORMATS, type PictureFormat } from './preprocessing/picture-format';
export { type Classification } from './evaluation/classification';
export { evaluateClassification } from './evaluation/evaluate-classification';
