'use client';

import {
  type Headline,
  type LabelTarget,
  type ModelComparison,
  type ModelManifest,
  TASK_IDS,
  taskContract,
  type TaskId,
  type TaskMessageCode,
} from '@lintel/contracts';
import { type Locale } from '../language/locale';
import { imageClassificationView } from './image-classification/view';
import { imageEmbeddingView } from './image-embedding/view';
import { recommendationView } from './recommendation/view';
import { tabularClassificationView, tabularRegressionView } from './tabular/views';
import {
  type AnswerProps,
  type DatasetProps,
  type Facts,
  type InputProps,
  type NameOf,
  type TaskReader,
  type TaskView,
  type VersionsProps,
} from './task-view';
import { taskWords } from './task-words';
import { textClassificationView } from './text-classification/view';
import { timeSeriesAnomalyView } from './time-series-anomaly/view';
import { timeSeriesForecastView } from './time-series-forecast/view';

/** How each task looks. A new task adds its line here. */
const TASK_VIEWS: { readonly [Id in TaskId]: TaskView<Id> } = {
  'image-classification': imageClassificationView,
  'image-embedding': imageEmbeddingView,
  'tabular-classification': tabularClassificationView,
  'tabular-regression': tabularRegressionView,
  recommendation: recommendationView,
  'text-classification': textClassificationView,
  'time-series-anomaly': timeSeriesAnomalyView,
  'time-series-forecast': timeSeriesForecastView,
};

export const taskView = <Id extends TaskId>(task: Id): TaskView<Id> => TASK_VIEWS[task];

/** A view whose values were checked by the schemas of its task. */
const anyView = (task: TaskId): TaskView<never> => TASK_VIEWS[task] as unknown as TaskView<never>;

/** The messages of all tasks in a language, by code. */
export const taskMessages = (locale: Locale): Readonly<Record<TaskMessageCode, string>> =>
  Object.assign({}, ...TASK_IDS.map((task) => taskWords(task)[locale].messages)) as Record<TaskMessageCode, string>;

/** All figures of a version, the most important one first; empty if it was not evaluated. */
export const figuresOf = ({ task, evaluation }: Pick<ModelManifest, 'task' | 'evaluation'>): readonly Headline[] =>
  evaluation === null ? [] : anyView(task).figures(evaluation as never);

/** What is to be known of a version of a task, beside the facts that every version has. */
export const factsOf = (manifest: ModelManifest, reader: TaskReader): Facts =>
  anyView(manifest.task).facts(manifest as never, reader);

/** What a label or a prediction says, in one line; values that its task does not know are written as they are. */
export function writeTarget(task: TaskId, target: LabelTarget, reader: TaskReader): string {
  const known = taskContract(task).target.safeParse(target);
  if (known.success) return anyView(task).writeTarget(known.data as never, reader);
  return Object.values(target)
    .flat()
    .map((value) => (typeof value === 'string' ? reader.nameOf(value) : JSON.stringify(value)))
    .join(', ');
}

export type TaskAnswerProps<Id extends TaskId> = AnswerProps<Id> & { readonly task: Id };

/** An answer of a model as its task shows it. */
export function TaskAnswer<Id extends TaskId>({ task, ...answer }: TaskAnswerProps<Id>) {
  const { Answer } = anyView(task);
  return <Answer {...(answer as unknown as AnswerProps<never>)} />;
}

export interface TaskInputProps extends Omit<InputProps<TaskId>, 'manifest'> {
  readonly manifest: ModelManifest;
}

/** Where a person gives an input to try a model. */
export function TaskInput(props: TaskInputProps) {
  const { Input } = anyView(props.manifest.task);
  return <Input {...(props as unknown as InputProps<never>)} />;
}

/** What a dataset version holds, beside the size of its parts. */
export function TaskDataset(props: DatasetProps) {
  const { Dataset } = anyView(props.version.task);
  return Dataset === undefined ? null : <Dataset {...props} />;
}

export interface TaskReportProps {
  readonly manifest: Pick<ModelManifest, 'task' | 'evaluation'>;
  readonly nameOf: NameOf;
}

/** The evaluation of a version as its task shows it; nothing if it was not evaluated. */
export function TaskReport({ manifest: { task, evaluation }, nameOf }: TaskReportProps) {
  const { Report } = anyView(task);
  return evaluation === null ? null : <Report report={evaluation as never} nameOf={nameOf} />;
}

/** What the evaluations of several versions of one model say side by side, beneath their figures. */
export function TaskVersions(props: VersionsProps) {
  const task = props.versions[0]?.manifest.task;
  const Versions = task === undefined ? undefined : anyView(task).Versions;
  return Versions === undefined ? null : <Versions {...props} />;
}

export interface TaskDetailsProps {
  readonly comparison: ModelComparison;
  readonly nameOf: NameOf;
}

/** What a comparison says beside the gain in the main figure. */
export function TaskDetails({ comparison: { task, details }, nameOf }: TaskDetailsProps) {
  const { Details } = anyView(task);
  return <Details details={details as never} nameOf={nameOf} />;
}
