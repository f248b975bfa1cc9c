export { buildNetworkLayers } from './backbones/network-layers';
export { networkWeights } from './backbones/network-weights';
export { readTorchFile } from './backbones/torch-file';
export { computesInBfloat16 } from './engine/bfloat16';
export { engineDescription, loadTensorFlow, type TensorFlow } from './engine/tensorflow';
export { ModelDirectory } from './export/model-directory';
export { exportOnnx, type OnnxExport } from './export/onnx/export-onnx';
export { PARITY_TOLERANCE } from './export/parity-tolerance';
export { MODEL_FAMILIES, modelFamily } from './models/model-families';
export { type ArchitectureConfig, EMBEDDING_LAYER, type ModelFamily, type ModelOutput } from './models/model-family';
export { batchSizes, shuffledBatches } from './training/batches';
export { createTrainingStep } from './training/create-training-step';
export {
  decodingPreprocessor,
  type PicturePreprocessing,
  type Pipeline,
} from './tasks/image-classification/training/pipeline';
export {
  type PipelineResult,
  type PipelineStage,
  runPipeline,
  type RunPipelineOptions,
} from './tasks/image-classification/training/run-pipeline';
export { parseTrainingConfig, type TrainingConfig, type TrainingOptions } from './recipe/training-config';
export { type Batch, type StepResult, type StepSchedule, type TrainingStep } from './training/training-step';
export { fitIsotonic, fitPlatt } from './tasks/tabular/training/calibrate-probabilities';
export { conformalHalfWidth, conformalWidening } from './tasks/tabular/training/conformal';
export {
  choosePenalty,
  type ChoosePenaltyOptions,
  type ChosenPenalty,
  type LinearTargets,
} from './linear/choose-penalty';
export { type Penalty } from './linear/elastic-net';
export { fitLinear } from './linear/fit-linear';
export { fitLogistic, type FitLogisticOptions } from './linear/fit-logistic';
export { linearOnnx, type LinearGraph } from './linear/linear-onnx';
export { balancedWeights } from './linear/row-weights';
export { type BinningOptions } from './scorecard/bin-column';
export { fitScorecard, type FitScorecardOptions } from './scorecard/fit-scorecard';
export { scorecardOnnx, type ScorecardGraph } from './scorecard/scorecard-onnx';
export { fitDenseEncoding, type FitDenseEncodingOptions } from './tables/dense-encoding';
export { takeMatrixRows } from './tables/feature-matrix';
export { fitMatrixEncoding, type FitMatrixEncodingOptions } from './tables/matrix-encoding';
export { crossValidation, splitRows, type Fold, type SplitRows } from './tables/splits';
export { type RoundReport, type TrainedTrees } from './trees/boosting';
export { exportTreesOnnx, TREES_ANSWER, TREES_INPUT, TREES_MARGIN } from './trees/export-trees-onnx';
export { type TreeRows } from './trees/targets';
export { trainTrees, type TrainTreesRequest } from './trees/train-trees';
export { addTreeEnsemble } from './trees/tree-ensemble-node';
export {
  objectiveSchema,
  treeOptionsSchema,
  type TreeObjective,
  type TreeOptions,
  type TreeOptionsInput,
} from './trees/tree-options';
export { openNetwork, type OpenedNetwork, type OpenNetworkOptions } from './backbones/open-network';
export { type FineTuneComparison } from './tasks/image-classification/training/transfer/choose-fine-tuned';
export { type FineTuneOptions } from './tasks/image-classification/training/transfer/fine-tune-recipe';
export {
  type FineTuneResult,
  type FineTuneStage,
  runFineTune,
  type RunFineTuneOptions,
} from './tasks/image-classification/training/transfer/run-fine-tune';
export {
  type LabelTransferResult,
  runLabelTransfer,
} from './tasks/image-classification/training/transfer/run-label-transfer';
export { runTransfer, type TransferResult } from './tasks/image-classification/training/transfer/run-transfer';
export { type RunTransferOptions } from './tasks/image-classification/training/transfer/transfer-options';
export { type HoldOut } from './tasks/image-embedding/training/embedding-trial';
export { evaluateEmbedding } from './tasks/image-embedding/training/evaluate-embedding';
export {
  type EmbeddingManifest,
  trainEmbedding,
  type TrainedEmbedding,
  type TrainEmbeddingRequest,
} from './tasks/image-embedding/training/train-embedding';
export {
  runPretrained,
  type PretrainedResult,
  type RunPretrainedOptions,
} from './tasks/image-classification/training/transfer/run-pretrained';
