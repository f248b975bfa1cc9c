'use client';

import { type ModelComparison, type ModelManifest, type Headline, type TaskId } from '@lintel/contracts';
import { imageClassificationView } from './image-classification/view';
import { imageEmbeddingView } from './image-embedding/view';
import { recommendationView } from './recommendation/view';
import { tabularClassificationView, tabularRegressionView } from './tabular/views';
import { timeSeriesForecastView } from './time-series-forecast/view';
import { type NameOf, type TaskView, type VersionsProps } from './task-view';
import { textClassificationView } from './text-classification/view';

/** How each task looks. A new task adds its line here. */
const TASK_VIEWS: { readonly [Id in TaskId]: TaskView<Id> } = {
  'image-classification': imageClassificationView,
  'image-embedding': imageEmbeddingView,
  'tabular-classification': tabularClassificationView,
  'tabular-regression': tabularRegressionView,
  recommendation: recommendationView,
  'text-classification': textClassificationView,
  'time-series-forecast': timeSeriesForecastView,
};

export const taskView = <Id extends TaskId>(task: Id): TaskView<Id> => TASK_VIEWS[task];

/** A view whose values were checked by the schemas of its task. */
const anyView = (task: TaskId): TaskView<never> => TASK_VIEWS[task] as unknown as TaskView<never>;

/** All figures of a version, the most important one first; empty if it was not evaluated. */
export const figuresOf = ({ task, evaluation }: Pick<ModelManifest, 'task' | 'evaluation'>): readonly Headline[] =>
  evaluation === null ? [] : anyView(task).figures(evaluation as never);

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
