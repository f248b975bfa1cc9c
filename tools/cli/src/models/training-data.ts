import { type DatasetVersion, type GateReport, type ModelManifest, type ModelVersion } from '@lintel/contracts';
import { type CommandContext } from '../command-context';
import { findPictureData } from './picture-data';
import { type OpenRegistry } from './registry-place';
import { findTableData } from './table-data';

export interface BringOptions {
  readonly modelName: string;
  readonly licence: string;
  /** Default: by the name of the data. */
  readonly source: string | undefined;
  readonly by: string;
}

/** The examples that a model folder was trained on. */
export interface TrainingData {
  /** Whether some of the examples only measure models. */
  readonly hasTestPart: boolean;
  /** Stores the examples as a dataset version that the next training starts from. */
  bring(options: BringOptions, open: OpenRegistry, context: CommandContext): Promise<DatasetVersion>;
  /** Compares a version with the current champion on the test part, and records the results of the gates. */
  judge(version: ModelVersion, open: OpenRegistry, context: CommandContext): Promise<GateReport>;
}

/**
 * The examples of a model folder.
 * @param data their current place. Default: where they were when the model was trained
 * @returns null if the folder does not record them
 * @throws LintelError NOT_FOUND, DATASET_INVALID, ARTIFACT_CORRUPT
 */
export async function findTrainingData(
  model: string,
  { task }: Pick<ModelManifest, 'task'>,
  data: string | undefined,
): Promise<TrainingData | null> {
  switch (task) {
    case 'image-classification':
      return findPictureData(model, data);
    case 'tabular-classification':
    case 'tabular-regression':
      return findTableData(model, task, data);
    default:
      return null;
  }
}
