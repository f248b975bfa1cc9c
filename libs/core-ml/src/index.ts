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
export { compareClassifiers, rightAnswers, type PairedAnswers } from './evaluation/compare-classifiers';
export { evaluateClassification } from './evaluation/evaluate-classification';
export {
  answerDataset,
  evaluateModel,
  type AnswerDatasetOptions,
  type AnsweredBatch,
  type Answers,
  type DatasetAnswers,
  type RunModel,
} from './evaluation/evaluate-on-dataset';
export { inferenceEngine } from './inference/inference-engine';
export {
  loadModelDirectory,
  loadModelFiles,
  MANIFEST_FILE,
  type LoadModelOptions,
  type ModelFiles,
  type StoredModel,
} from './inference/load-model-directory';
export {
  generateSigningKey,
  SIGNATURE_FILE,
  signManifest,
  verifyManifest,
  type ManifestSignature,
  type SigningKey,
} from './inference/manifest-signature';
export { type ModelOutputs, type OnnxSessionOptions } from './inference/onnx-session';
export {
  Predictor,
  type OpenPredictorOptions,
  type PictureOutcome,
  type PicturePrediction,
  type PredictOptions,
  type PredictorOptions,
} from './inference/predictor';
export { subtractBackground, withBackground } from './preprocessing/subtract-background';
export { type BatchingMetrics, type ReleaseReason } from './serving/batching-metrics';
export { type BatchingOptions } from './serving/batching-options';
export { BatchingQueue, type BatchedItem, type SubmitOptions } from './serving/batching-queue';
export { type HistogramSnapshot } from './serving/histogram';
export { judgePromotion, type PromotionCase } from './promotion/gates';
