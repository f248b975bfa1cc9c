export { changeAddress } from './address/change-address';
export { DangerButton, type DangerButtonProps } from './action/danger-button';
export { useConfirm, type Confirmation } from './action/confirm-provider';
export { useAction, type Action, type ActionOptions } from './action/use-action';
export { useUndo, type Undoable } from './action/undo-provider';
export { CalibrationDiagram, type CalibrationDiagramProps } from './tasks/image-classification/calibration-diagram';
export { ConfusionMatrix, type ConfusionMatrixProps } from './tasks/image-classification/confusion-matrix';
export { CurveChart, type CurveChartProps } from './tasks/image-classification/curve-chart';
export { useCurveMeasures, type CurveMeasure } from './charts/curve-measures';
export { LearningCurve, type LearningCurveProps } from './charts/learning-curve';
export { LearningCurves, type LearningCurvesProps, type NamedCurve } from './charts/learning-curves';
export {
  MetricIntervalChart,
  type MetricInterval,
  type MetricIntervalChartProps,
} from './charts/metric-interval-chart';
export { Sparkline, type SparklineProps } from './charts/sparkline';
export { TimeChart, type TimeChartProps, type TimePoint } from './charts/time-chart';
export { EvaluationFigures, type EvaluationFiguresProps } from './tasks/image-classification/evaluation-figures';
export { EvaluationSections, type EvaluationSectionsProps } from './tasks/image-classification/evaluation-sections';
export { type EvaluationFiguresText, type EvaluationText } from './tasks/image-classification/evaluation-text';
export { LearningSection, type LearningSectionProps } from './training/learning-section';
export {
  AlertIcon,
  CheckIcon,
  ChevronLeftIcon,
  ChevronRightIcon,
  CopyIcon,
  DatasetIcon,
  DriftIcon,
  EyeIcon,
  HistoryIcon,
  JobsIcon,
  ModelIcon,
  MoreIcon,
  OverviewIcon,
  PersonIcon,
  PicturesIcon,
  PlusIcon,
  RecogniseIcon,
  RetryIcon,
  ScheduleIcon,
  StreamsIcon,
  TrashIcon,
  WarningIcon,
  type IconProps,
} from './icons/icons';
export { PARTS as DATASET_PARTS } from './datasets/parts';
export { dictionaryFaults, type Dictionary } from './language/dictionary';
export { createFormats, type Formats } from './language/formats';
export { useLanguage, useMessages, useUiMessages, type Language } from './language/language-provider';
export { type Locale } from './language/locale';
export { LiveStatus, type LiveStatusProps } from './live/live-status';
export { useLive, type LiveSource, type LiveState } from './live/use-live';
export { Markdown, type MarkdownProps } from './markdown/markdown';
export { Copyable, type CopyableProps } from './page/copyable';
export { FocusKeeper } from './page/focus-keeper';
export { FactsList, type FactsListProps } from './page/facts-list';
export { Figures, type Figure } from './page/figures';
export { NotFoundScreen, type NotFoundScreenProps } from './page/not-found-screen';
export { PageHead, type PageHeadProps } from './page/page-head';
export { Section, type SectionProps } from './page/section';
export { Picture, type PictureProps } from './pictures/picture';
export { PictureDropzone, type PictureDropzoneProps } from './pictures/picture-dropzone';
export { looksLikePicture, PICTURE_TYPES } from './pictures/picture-files';
export { PictureCard, type PictureCardProps } from './pictures/picture-card';
export { ANSWER_WORDS } from './tasks/image-classification/answer-words';
export { HeatPicture, type DrawnHeat, type HeatPictureProps } from './tasks/image-classification/heat-picture';
export { namedPrediction } from './tasks/image-classification/named-prediction';
export {
  PredictionCard,
  PredictionSummary,
  type PredictionCardProps,
  type PredictionVerdict,
} from './tasks/image-classification/prediction-card';
export { ProbabilityBars, type ProbabilityBarsProps } from './tasks/classification/probability-bars';
export { reach, readAnswer, type Answered, type AskOptions } from './request/ask';
export { createApi, type Api } from './request/create-api';
export { request, withSession, type SessionOptions } from './request/request';
export { failureOf, RequestFailed, type FailureKind } from './request/request-failed';
export {
  mayPass,
  troubleOfError,
  troubleOfProblem,
  writeTrouble,
  type GeneralReason,
  type OwnReasons,
  type Trouble,
  type WrittenTrouble,
} from './request/trouble';
export { NoRole } from './session/no-role';
export { useSession, type SignedIn } from './session/session-context';
export { AppShell, type AppShellProps } from './shell/app-shell';
export { type ShellPage } from './shell/shell-pages';
export { FirstPaint } from './shell/first-paint';
export { type Shortcut } from './shell/shortcut';
export { useShortcuts } from './shell/shortcuts';
export { UiProvider } from './shell/ui-provider';
export { Moment, useNow } from './state/moment';
export { OfflineNotice } from './state/offline-notice';
export { ProblemAlert, type ProblemAlertProps } from './state/problem-alert';
export { StaleNotice, type StaleNoticeProps } from './state/stale-notice';
export { StateMessage, type StateMessageProps } from './state/state-message';
export { StatusBadge, type StatusBadgeProps } from './state/status-badge';
export { TroubleMessage, useTroubleWriter, type TroubleMessageProps } from './state/trouble-message';
export { useOtherApps, type OtherApp } from './shell/use-other-apps';
export { FigureValue } from './tasks/figure-value';
export { GENERAL_GATE_FIELDS, valueAt, withValueAt, type GateField } from './tasks/gate-field';
export { type AnswerProps, type Facts, type NameOf, type TaskReader } from './tasks/task-view';
export {
  factsOf,
  figuresOf,
  TaskAnswer,
  TaskDataset,
  TaskDetails,
  TaskInput,
  taskMessages,
  TaskReport,
  taskView,
  TaskVersions,
  writeTarget,
  type TaskAnswerProps,
} from './tasks/task-views';
export { taskWords } from './tasks/task-words';
export { figureWriter, useFigures, type FigureWriter } from './tasks/use-figures';
export { SortableTable, type Column, type SortableTableProps } from './table/sortable-table';
