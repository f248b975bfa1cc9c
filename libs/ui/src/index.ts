export { CalibrationDiagram, type CalibrationDiagramProps } from './charts/calibration-diagram';
export { ConfusionMatrix, type ConfusionMatrixProps } from './charts/confusion-matrix';
export { CurveChart, type CurveChartProps } from './charts/curve-chart';
export { LearningCurve, type LearningCurveProps } from './charts/learning-curve';
export { mostFrequentMistakes, type Mistake } from './charts/mistakes';
export {
  ChevronLeftIcon,
  ChevronRightIcon,
  EyeIcon,
  HistoryIcon,
  ModelIcon,
  PicturesIcon,
  RecogniseIcon,
  RetryIcon,
  TrashIcon,
  type IconProps,
} from './icons/icons';
export { dictionaryFaults, type Dictionary } from './language/dictionary';
export { createFormats, type Formats } from './language/formats';
export { useLanguage, useMessages, type Language } from './language/language-provider';
export { type Locale } from './language/locale';
export { Picture, type PictureProps } from './pictures/picture';
export { PictureDropzone, type PictureDropzoneProps } from './pictures/picture-dropzone';
export { looksLikePicture, PICTURE_TYPES } from './pictures/picture-files';
export {
  PictureCard,
  PredictionCard,
  PredictionSummary,
  type PictureCardProps,
  type PredictionCardProps,
} from './pictures/prediction-card';
export { ProbabilityBars, type ProbabilityBarsProps } from './pictures/probability-bars';
export { AppShell, type AppShellProps, type ShellPage } from './shell/app-shell';
export { FirstPaint } from './shell/first-paint';
export { type Shortcut } from './shell/shortcut';
export { useShortcuts } from './shell/shortcuts';
export { UiProvider } from './shell/ui-provider';
export { ProblemAlert, type ProblemAlertProps } from './state/problem-alert';
export { StateMessage, type StateMessageProps } from './state/state-message';
export { SortableTable, type Column, type SortableTableProps } from './table/sortable-table';
