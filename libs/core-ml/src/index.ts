export { augment, augmentationSchema, type Augmentation, type PictureBatchShape } from './preprocessing/augmentation';
export { decodePicture, preparePixels, type DecodedPicture } from './preprocessing/decode-picture';
export { fitNormalisation, normalisePixels } from './preprocessing/normalisation';
export { DEFAULT_PICTURE_LIMITS, type PictureLimits } from './preprocessing/open-picture';
export { pictureThumbnail } from './preprocessing/picture-thumbnail';
export { PICTURE_FORMATS, type PictureFormat } from './preprocessing/picture-format';
export { adoptOnnx } from './backbones/adopt-onnx';
export { type BackboneManifest } from './backbones/backbone-manifest';
export { BackboneStore, requireBackboneName, type StoredBackbone } from './backbones/backbone-store';
export { efficientNetLite } from './backbones/efficientnet-lite';
export { GraphSession } from './backbones/graph-session';
export { makeBackbone } from './backbones/make-backbone';
export { measureRetrieval, type LabelledVectors } from './tasks/image-embedding/training/measure-retrieval';
export { VectorIndex, type NearestOptions, type Neighbour } from './retrieval/vector-index';
export {
  openPretrainedClassifier,
  type PretrainedClass,
  type PretrainedClassifier,
} from './transfer/pretrained-classifier';
export { EmbeddingCache } from './transfer/embedding-cache';
export { encodedPictures, PictureEmbedder, type PictureSource } from './transfer/embed-pictures';
export { judgeWindow } from './drift/judge-window';
export { DRIFT_FEATURES, driftFeatures, pictureFeatures } from './drift/picture-features';
export { DriftReferenceBuilder } from './drift/reference';
export { observePictures, type AnsweredPictures } from './tasks/image-classification/training/observe-pictures';
export { DriftWindow } from './drift/window';
export { accuracyInterval } from './evaluation/accuracy-interval';
export { type Classification } from './tasks/image-classification/training/classification';
export {
  compareClassifiers,
  rightAnswers,
  type PairedAnswers,
} from './tasks/image-classification/training/compare-classifiers';
export { evaluateLabels, type EvaluateLabelsRequest } from './tasks/image-classification/training/evaluate-labels';
export { evaluateClassification } from './tasks/image-classification/training/evaluate-classification';
export {
  answerDataset,
  evaluateModel,
  type AnswerDatasetOptions,
  type AnsweredBatch,
  type Answers,
  type DatasetAnswers,
  type RunModel,
} from './tasks/image-classification/training/evaluate-on-dataset';
export { divideBySeen } from './evaluation/seen-pictures';
export { evenlySpaced } from './numbers/evenly-spaced';
export { indexOfLargest } from './numbers/index-of-largest';
export { inferenceEngine } from './inference/inference-engine';
export { loadDatasetDetails } from './inference/load-dataset-details';
export {
  loadModelDirectory,
  loadModelFiles,
  type LoadModelOptions,
  type ModelFiles,
  type StoredModel,
} from './inference/load-model-directory';
export {
  generateSigningKey,
  signManifest,
  verifyManifest,
  type ManifestSignature,
  type SigningKey,
} from './inference/manifest-signature';
export { type OnnxSessionOptions } from './inference/onnx-session';
export { type TensorBatch, type TensorData } from './inference/tensor-batch';
export {
  Predictor,
  type OpenPredictorOptions,
  type Outcome,
  type PredictOptions,
  type PredictorOptions,
} from './serving/predictor';
export { subtractBackground, withBackground } from './preprocessing/subtract-background';
export { type BatchingMetrics, type ReleaseReason } from './serving/batching-metrics';
export { type BatchingOptions } from './serving/batching-options';
export { BatchingQueue, type BatchedItem, type SubmitOptions } from './serving/batching-queue';
export { type HistogramSnapshot } from './serving/histogram';
export { judgeCandidate, type JudgeRequest } from './promotion/judge-candidate';
export { judgePromotion, judgeStart, type PromotionCase } from './promotion/gates';
export { type OutcomeChange, type ComparisonReport, type PairReport, type SideReport } from './serving/comparison';
export { type Challenger, type ChallengerMode, type ModelVersion } from './serving/line-up';
export {
  ModelServer,
  type AnsweringVersion,
  type ModelServerMetrics,
  type ModelServerOptions,
  type ModelSwap,
  type ServedMetrics,
  type ServeOptions,
} from './serving/model-server';
export { SERVING_ENVIRONMENT } from './serving/serving-environment';
export { type ClassOutputs, classOutputs, runClassifier } from './tasks/image-classification/class-outputs';
export { type ClassHeat } from './tasks/image-classification/class-heat';
export { heatOverlay } from './tasks/image-classification/heat-overlay';
export { type PicturePrediction } from './tasks/image-classification/picture-prediction';
export { type PictureEmbedding } from './tasks/image-embedding/picture-embedding';
export { type AnswerOf, type AnswerSummary, type InputOf, type ServedTask, type TableRow } from './tasks/served-task';
export { servedTask } from './tasks/served-tasks';
export { MOST_TRIED, MOST_TRIED_BYTES, SEND_LESS, type Trial, type TrialContent } from './tasks/tried-task';
export { readTrial } from './tasks/tried-tasks';
export { aucWithInterval, type Estimate } from './evaluation/auc-interval';
export { binaryLogLoss, brierScore, kolmogorovSmirnov } from './evaluation/binary-scores';
export { bootstrapInterval, type BootstrapOptions } from './evaluation/bootstrap-interval';
export { calibrate } from './tasks/tabular/training/calibrate-probabilities';
export { coverageOf, type PredictedInterval } from './tasks/tabular/training/conformal';
export { regressionScores, type RegressionScores } from './tasks/tabular/training/regression-scores';
export { linearReasons, predictLinear, type LinearReasons } from './linear/predict-linear';
export { scorecardReasons, scoreRows, type ScorecardReason, type ScoredRows } from './scorecard/score-rows';
export { encodeDense, type DenseMatrix, type DenseMatrixColumn } from './tables/dense-encoding';
export { encodeMatrix, type EncodedTable, type UnseenCategory } from './tables/matrix-encoding';
export { checkDerived, inputColumns, readInputs, readNamed } from './tables/read-table';
export { rowName, tableOfRecords, takeRows, type Cell, type Table } from './tables/table';
export { type ColumnValues, type TypedTable } from './tables/typed-table';
export { checkColumns, type FeatureColumn, type FeatureMatrix } from './tables/feature-matrix';
export { predictMargin, predictTrees } from './trees/predict-trees';
export { columnImportance, type TreeModel } from './trees/tree-model';
export { decodeTreeModel, encodeTreeModel } from './trees/tree-model-file';
export { explainTrees, expectedMargins, type TreeExplanation } from './trees/tree-shap';
export { type ReportOf, type TestExamples } from './tasks/judged-task';
export { type PrepareTestPictures } from './tasks/image-classification/training/test-pictures';
export { type PrepareSearches, type Search } from './tasks/image-embedding/training/searches';
export { EMPTY_MEMORY, noteScore, rememberRows, type SeriesMemory } from './series/series-memory';
export { type WindowView } from './series/window-view';
export { anomalyView } from './tasks/time-series-anomaly/anomaly-view';
