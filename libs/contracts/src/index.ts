export { asyncApiDocument, type AsyncApiDescription } from './async-api';
export { cacheFolder } from './cache-folder';
export { type Dataset, type DatasetSplits } from './dataset';
export {
  classReportSchema,
  evaluationReportSchema,
  type ClassReport,
  type EvaluationReport,
} from './evaluation-report';
export {
  defineEvent,
  topicNameSchema,
  type EventContract,
  type EventData,
  type EventDefinition,
} from './event-contract';
export { breakingChanges, type BreakingChange } from './event-compatibility';
export { type EventEnvelope } from './event-envelope';
export {
  eventJsonSchema,
  releaseEvents,
  type JsonSchema,
  type ReleasedEvent,
  type ReleasedEvents,
} from './event-schema';
export { ERROR_CODES, LintelError, type ErrorCode, type LintelErrorDetails } from './lintel-error';
export { modelManifestSchema, type ModelManifest } from './model-manifest';
export {
  MODEL_PREPARATION_VALID_MS,
  modelPreparationFile,
  modelPreparationSchema,
  type ModelPreparation,
} from './model-preparation';
export { classProbabilitySchema, predictionSchema, type ClassProbability, type Prediction } from './prediction';
export { imagePreprocessorSchema, preprocessorSchema, type ImagePreprocessor, type Preprocessor } from './preprocessor';
export { problemSchema, type Problem } from './problem';
export { streamStatusSchema, type StreamStatus } from './stream-status';
export { createRandom, type Random } from './random';
export { epochResultSchema, type EpochResult, type TrainingProgress } from './training';
