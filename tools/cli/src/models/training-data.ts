import { type DatasetVersion, type GateReport, type ModelVersion } from '@lintel/contracts';
import { type CommandContext } from '../command-context';
import { type OpenRegistry } from './registry-place';

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
