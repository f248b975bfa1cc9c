export { computesInBfloat16 } from './engine/bfloat16';
export { engineDescription, loadTensorFlow, type TensorFlow } from './engine/tensorflow';
export { ModelDirectory } from './export/model-directory';
export { exportOnnx, type OnnxExport } from './export/onnx/export-onnx';
export { PARITY_TOLERANCE } from './export/parity';
export { MODEL_FAMILIES, modelFamily } from './models/model-families';
export { type ArchitectureConfig, EMBEDDING_LAYER, type ModelFamily, type ModelOutput } from './models/model-family';
export { batchSizes, shuffledBatches } from './training/batches';
export { createTrainingStep } from './training/create-training-step';
export { decodingPreprocessor, type PicturePreprocessing, type Pipeline } from './training/pipeline';
export { type PipelineResult, type PipelineStage, runPipeline, type RunPipelineOptions } from './training/run-pipeline';
export { parseTrainingConfig, type TrainingConfig, type TrainingOptions } from './training/training-config';
export { type Batch, type StepResult, type StepSchedule, type TrainingStep } from './training/training-step';
export { type RoundReport, type TrainedTrees } from './trees/boosting';
export { exportTreesOnnx, TREES_ANSWER, TREES_INPUT, TREES_MARGIN } from './trees/export-trees-onnx';
export { trainTrees, type TrainTreesRequest, type TreeRows } from './trees/train-trees';
export { addTreeEnsemble } from './trees/tree-ensemble-node';
export {
  objectiveSchema,
  treeOptionsSchema,
  type TreeObjective,
  type TreeOptions,
  type TreeOptionsInput,
} from './trees/tree-options';
