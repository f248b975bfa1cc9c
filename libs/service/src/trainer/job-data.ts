import { type DatasetVersion, type GateReport, type ModelVersion, type TrainParameters } from '@lintel/contracts';
import { type ModelDirectory } from '@lintel/core-ml/training';

/** Texts of a model card. */
export interface CardTexts {
  readonly intendedUse: string;
  readonly limits: readonly string[];
}

/** The data of a model, and what a job does with it; one for each kind of model. */
export interface JobData {
  readonly version: DatasetVersion;
  /**
   * Trains a model and exports it into the folder.
   * @returns the texts of its card
   */
  train(parameters: TrainParameters, out: ModelDirectory): Promise<CardTexts>;
  /** False if there are no examples to measure a version on, so that only its export is judged. */
  canMeasure(version: ModelVersion): boolean;
  /** Compares a version with the current champion, and records the results of the gates. */
  judge(version: ModelVersion): Promise<GateReport>;
  close(): void;
}

export interface JobDataOptions {
  /** If absent, a new version is created if there are labels newer than the latest version. */
  readonly versionId: string | undefined;
  /** The model version whose base is used if `versionId` is absent; null for the vertical's base. */
  readonly likeModelVersion: string | null;
}
