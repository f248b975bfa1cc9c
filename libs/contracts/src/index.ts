export {
  accountChangeSchema,
  accountListSchema,
  accountSchema,
  apiKeyListSchema,
  apiKeySchema,
  createdAccountSchema,
  createdApiKeySchema,
  newAccountSchema,
  newApiKeySchema,
  type Account,
  type AccountChange,
  type ApiKey,
  type NewAccount,
  type NewApiKey,
} from './access/account';
export {
  approvalListSchema,
  approvalQuerySchema,
  approvalSchema,
  decideSchema,
  type Approval,
} from './access/approval';
export {
  auditEntrySchema,
  auditPageSchema,
  auditQuerySchema,
  auditVerificationSchema,
  type AuditEntry,
  type AuditQuery,
  type AuditVerification,
} from './access/audit-entry';
export {
  type JobSearch,
  jobSearchSchema,
  type SearchConfiguration,
  type SearchParameter,
  searchSpaceSchema,
  type SearchSpace,
  type SearchState,
  searchStateSchema,
  type SearchSummary,
  type SearchTrial,
} from './search';
export { sizeOfShape } from './shape';
export { grantSchema, identitySchema, verticalNameSchema, type Grant, type Identity } from './access/identity';
export { permissionSchema, roleSchema } from './access/permission';
export { isPermitted, isPermittedSomewhere, verticalOfGroup, verticalOfModel } from './access/rights';
export { EVERY_VERTICAL, PLATFORM_VERTICAL } from './access/verticals';
export { PERMISSIONS, permissionsOf, ROLES, type Permission, type Role } from './access/role';
export {
  changePasswordSchema,
  passwordSchema,
  sessionSchema,
  signInMethodsSchema,
  signInNameSchema,
  signInSchema,
  type Session,
  type SignInMethods,
} from './access/session';
export { LONGEST_PASSWORD, SHORTEST_PASSWORD, SIGN_IN_NAME } from './access/sign-in-rules';
export { DATA_CLASSES, dataClassOf, financial, health, personal, type DataClass } from './data-class';
export { alertSchema, type Alert } from './alert';
export { describeFigure, englishFormats } from './messages/english-formats';
export {
  fillTemplate,
  joinNames,
  slotsOf,
  splitNames,
  type MessageFormats,
  type MessageValues,
  type Slot,
} from './messages/fill-message';
export {
  inEnglish,
  message,
  MESSAGES,
  messageSchema,
  type Message,
  type MessageCode,
  type PlatformMessageCode,
  type ValuesOf,
} from './messages/message';
export { asyncApiDocument, type AsyncApiDescription } from './async-api';
export { cacheFolder } from './cache-folder';
export { type Dataset, type DatasetChanges, type DatasetSplits, viewDataset } from './dataset';
export {
  countFindings,
  datasetDetailsSchema,
  datasetFindingsSchema,
  findingCountsSchema,
  type DatasetDetails,
  type DatasetFindings,
  type FindingCounts,
} from './dataset-findings';
export {
  datasetVersionSchema,
  labelSchema,
  type LabelTarget,
  labelTargetSchema,
  partOfInput,
  targetClass,
  type DatasetVersion,
  type Label,
} from './dataset-version';
export {
  distributionSchema,
  DRIFT_SAMPLE_SIZE,
  driftPolicySchema,
  driftReferenceSchema,
  driftReportSchema,
  driftStatusSchema,
  driftWindowSchema,
  type Distribution,
  type DriftObservation,
  type DriftOutcome,
  type DriftOutcomeReport,
  type DriftPolicy,
  type DriftReference,
  type DriftReport,
  type DriftStatus,
  type DriftWindowState,
} from './drift';
export { deadLetterSchema, deadLetterSummarySchema, type DeadLetterSummary, type DeadLetterView } from './dead-letter';
export {
  classReportSchema,
  evaluationReportSchema,
  type ClassReport,
  type EvaluationReport,
  LABEL_METRICS,
  type LabelMetric,
  type LabelReport,
  shareIntervalSchema,
  type ShareInterval,
} from './tasks/image-classification/evaluation-report';
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
  isClassified,
  releaseEvents,
  type JsonSchema,
  type ReleasedEvent,
  type ReleasedEvents,
} from './event-schema';
export {
  backfillParametersSchema,
  evaluateParametersSchema,
  jobErrorSchema,
  jobKindSchema,
  jobLimitsSchema,
  jobLogLineSchema,
  jobProgressSchema,
  jobReasonSchema,
  jobSchema,
  jobStatusSchema,
  parseJobParameters,
  scheduleSchema,
  trainParametersSchema,
  type BackfillParameters,
  type EvaluateParameters,
  type Job,
  type JobError,
  type JobKind,
  type JobLimits,
  type JobLogLine,
  type JobParameters,
  type JobProgress,
  type JobReason,
  type JobStatus,
  type Schedule,
  type RetainParameters,
  type TrainParameters,
} from './job';
export { ERROR_CODES, LintelError, type ErrorCode, type LintelErrorDetails } from './lintel-error';
export {
  imageClassificationManifestSchema,
  MANIFEST_FILE,
  modelManifestSchema,
  SIGNATURE_FILE,
  type ManifestOf,
  type ModelManifest,
  type TensorSpec,
} from './model-manifest';
export { listeningMessageSchema, type ListeningMessage } from './listening-message';
export {
  firstTrainingFailureSchema,
  modelPreparationSchema,
  type FirstTrainingFailure,
  type ModelPreparation,
} from './model-preparation';
export {
  challengeModeSchema,
  challengeReportSchema,
  MAX_EXAMPLES_PER_CHANGE,
  loopPolicySchema,
  modelAliasSchema,
  modelNameSchema,
  modelVersionSchema,
  modelVersionSummarySchema,
  promotionBefore,
  promotionSchema,
  modelDescriptionSchema,
  modelWordsSchema,
  type ModelDescription,
  type ModelWords,
  registeredModelSchema,
  type ChallengeMode,
  type ChallengeReport,
  type LoopPolicy,
  type ModelVersion,
  type ModelVersionSummary,
  type Promotion,
  type RegisteredModel,
} from './model-registry';
export { personSchema } from './person';
export {
  jobEnded,
  modelPromoted,
  PLATFORM_EVENTS,
  predictionMade,
  subjectErased,
  subjectErasureRequested,
  verdictGiven,
  type JobEnded,
  type ModelPromoted,
  type PredictionMade,
  type SubjectErased,
  type SubjectErasureRequested,
  type VerdictGiven,
} from './platform-events';
export {
  erasureListSchema,
  erasureReportSchema,
  erasureSchema,
  holdingSchema,
  newErasureSchema,
  subjectIdSchema,
  subjectQuerySchema,
  subjectViewSchema,
  trainedOnSchema,
  type Erasure,
  type ErasureReport,
  type Holding,
  type NewErasure,
  type SubjectView,
  type TrainedOn,
} from './erasure';
export {
  classProbabilitySchema,
  predictionSchema,
  UNSURE_REASONS,
  type ClassProbability,
  type Prediction,
  type UnsureReason,
} from './tasks/image-classification/prediction';
export { imagePreprocessorSchema, preprocessorSchema, type ImagePreprocessor, type Preprocessor } from './preprocessor';
export { prometheusMetric, prometheusSample, type MetricSample } from './prometheus-metric';
export { printable, printableLines } from './printable';
export { problemSchema, type Problem } from './problem';
export { streamOverviewSchema, streamStatusSchema, type StreamOverview, type StreamStatus } from './stream-status';
export { createRandom, type Random } from './random';
export { gateReportSchema, type GateReport } from './gate-report';
export { gatePolicySchema, type GatePolicy } from './tasks/gate-policy';
export { comparedFigureSchema, type ComparedFigure, type ComparedFigures } from './tasks/compared-figures';
export {
  modelComparisonSchema,
  type ComparisonOf,
  type GeneralComparison,
  type ModelComparison,
} from './tasks/model-comparison';
export { classComparisonSchema, type ClassComparison } from './tasks/image-classification/comparison';
export { readFigure, writeFigure, type Figure } from './messages/figure';
export {
  epochResultSchema,
  runningFigureSchema,
  trainingInterruptionSchema,
  type EpochResult,
  type RunningFigure,
  type TrainingFigure,
  type TrainingInterruption,
  type TrainingProgress,
} from './training';
export { NONE_OF_THESE, verdictClassSchema } from './verdict';
export { TRAINING_FIGURE } from './tasks/image-classification/earlier-epoch';
export { headlineSchema, type Headline } from './tasks/headline';
export { classOccurs } from './tasks/image-classification/occurring-class';
export { CLASS_GATE_MESSAGES } from './tasks/image-classification/gate-messages';
export { TASK_MESSAGES, type TaskMessageCode } from './tasks/task-messages';
export { HEAT, hasHeatMaps } from './tasks/image-classification/heat-maps';
export { type ClassReading } from './tasks/image-classification/image-classification';
export {
  figureName,
  headlinesOf,
  parseGatePolicy,
  TASK_IDS,
  taskContract,
  taskIdSchema,
  type GatePolicyOf,
  type AnswerOf,
  type TargetOf,
  type TaskId,
} from './tasks/tasks';
export {
  EMBEDDING_RECIPES,
  RETRIEVAL_METRICS,
  type EmbeddingRecipe,
  type RetrievalMetric,
  type RetrievalProtocol,
  type RetrievalReport,
} from './tasks/image-embedding/image-embedding';
export { linearModelSchema, type LinearModel } from './tables/linear-model';
export { mlpModelSchema, type MlpModel } from './tables/mlp-model';
export {
  denseEncodingSchema,
  matrixEncodingSchema,
  type DenseColumn,
  type DenseEncoding,
  type MatrixColumn,
  type MatrixEncoding,
} from './tables/table-encoding';
export {
  tableSchemaSchema,
  type CategoryColumn,
  type DerivedColumn,
  type NumberColumn,
  type TableColumn,
  type TableSchema,
} from './tables/table-schema';
export {
  scorecardScalingSchema,
  scorecardSchema,
  type Scorecard,
  type ScorecardBin,
  type ScorecardColumn,
  type ScorecardScaling,
} from './tables/scorecard';
export { probabilityCalibratorSchema, type ProbabilityCalibrator } from './tables/probability-calibrator';
export {
  tableFindingSchema,
  tableReportSchema,
  type TableFinding,
  type TableReport,
} from './tasks/tabular/table-findings';
export { type MetricEstimate } from './tasks/estimate';
export { METRIC_NAMES, METRICS as TABLE_METRICS } from './tasks/tabular/metrics';
export {
  metricReportSchema,
  OPTIONAL_METRICS,
  type MetricReport,
  type OptionalMetric,
} from './tasks/tabular/metric-report';
export {
  TABLE_RECIPES,
  tableClassAnswerSchema,
  tableValueAnswerSchema,
  type TableClassAnswer,
  type TablePreprocessing,
  type TableReason,
  type TableRecipe,
  type TableValueAnswer,
} from './tasks/tabular/tabular';
export * from './tasks/recommendation/index';
export * from './tasks/text-classification/index';
export * from './tasks/series/index';
export * from './tasks/time-series-anomaly/index';
export * from './tasks/time-series-forecast/index';
