import {
  type AnswerOf,
  type DatasetVersion,
  type Headline,
  type ManifestOf,
  type ModelComparison,
  type ModelVersion,
  type TargetOf,
  type TaskId,
} from '@lintel/contracts';
import { type ComponentType } from 'react';
import { type Formats } from '../language/formats';
import { type Locale } from '../language/locale';
import { type GateField } from './gate-field';

/** The texts of a task in one language. */
export interface TaskWords {
  /** Names of its figures, by key. */
  readonly figures: Readonly<Record<string, string>>;
  /** Names of its own gates, by the name that a gate report gives them. */
  readonly gateNames: Readonly<Record<string, string>>;
  /** Labels of its own gate fields, by the path of the field. */
  readonly gates: Readonly<Record<string, { readonly label: string; readonly hint?: string }>>;
  /** Its own messages, by code; absent if it has none. */
  readonly messages?: Readonly<Record<string, string>>;
}

/** The evaluation of a model of a task. */
export type ReportOf<Id extends TaskId> = NonNullable<ManifestOf<Id>['evaluation']>;

/** @returns the reader's name of what the model calls so, such as a class */
export type NameOf = (name: string) => string;

/** Who a task writes for. */
export interface TaskReader {
  readonly locale: Locale;
  readonly format: Formats;
  readonly nameOf: NameOf;
}

/** Names and values, in the order shown. */
export type Facts = readonly (readonly [name: string, value: string])[];

export interface AnswerProps<Id extends TaskId> {
  readonly answer: AnswerOf<Id>;
  readonly nameOf: NameOf;
  /** Address of the input as a picture; absent if there is none to show. */
  readonly picture?: string | undefined;
  /** Address of the same picture with the places that speak for the answer; absent if none was asked for. */
  readonly heatMap?: string | undefined;
}

export interface InputProps<Id extends TaskId> {
  readonly manifest: ManifestOf<Id>;
  /** True while the model answers. */
  readonly pending: boolean;
  /** Asks the model about a JSON value, as the task takes it. */
  readonly onValue: (value: unknown) => void;
  /** Asks the model about a file. */
  readonly onFile: (file: File) => void;
}

export interface DatasetProps {
  readonly version: DatasetVersion;
  readonly nameOf: NameOf;
}

export interface ReportProps<Id extends TaskId> {
  readonly report: ReportOf<Id>;
  readonly nameOf: NameOf;
}

export interface VersionsProps {
  readonly versions: readonly Pick<ModelVersion, 'manifest'>[];
  /** One a version. */
  readonly names: readonly string[];
  readonly nameOf: NameOf;
}

export interface DetailsProps<Id extends TaskId> {
  readonly details: Extract<ModelComparison, { task: Id }>['details'];
  readonly nameOf: NameOf;
}

/** How the values of a task look. Everything outside the folder of a task shows them through this. */
export interface TaskView<Id extends TaskId> {
  /** What its inputs are. */
  readonly input: 'picture' | 'row' | 'history' | 'text' | 'series';
  /** Where a person gives an input to try a model. */
  readonly Input: ComponentType<InputProps<Id>>;
  /** An answer of a model, with its doubt and its reasons. */
  readonly Answer: ComponentType<AnswerProps<Id>>;
  /** What a label or a prediction says, in one line. */
  readonly writeTarget: (target: TargetOf<Id>, reader: TaskReader) => string;
  /** False if a label can differ from a right answer: measured values, or one of several recommended items. */
  readonly exactLabels: boolean;
  /** What is to be known of a version, beside the facts that every version has. */
  readonly facts: (manifest: ManifestOf<Id>, reader: TaskReader) => Facts;
  /** What a dataset version holds, beside the size of its parts; absent if nothing more. */
  readonly Dataset?: ComponentType<DatasetProps>;
  /** The unit of its main figure, in which a gain over the champion is entered. */
  readonly unit: Headline['unit'];
  /** Its own requirements for a promotion, in the order of the form. */
  readonly gateFields: readonly GateField[];
  /** All figures of a report, the most important one first, to compare versions by. */
  readonly figures: (report: ReportOf<Id>) => readonly Headline[];
  /** A report, from the summary down to the details. */
  readonly Report: ComponentType<ReportProps<Id>>;
  /** What the reports of several versions say side by side, beneath their figures; absent if nothing more. */
  readonly Versions?: ComponentType<VersionsProps>;
  /** What a comparison on the same examples says beside the main figure. */
  readonly Details: ComponentType<DetailsProps<Id>>;
}
