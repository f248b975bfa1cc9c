import { type ModelDescription } from '@lintel/contracts';
import { type JobContext } from '../job-context';
import { type JobData, type JobDataOptions } from '../job-data';
import { type TrainableModel } from '../trainable-model';

/** How a trainer trains the models of a task. */
export interface TrainedTask<Id extends TrainableModel['task'] = TrainableModel['task']> {
  /** Opens the data of a model for a job. @throws LintelError as the kind of data */
  open(model: ModelOf<Id>, options: JobDataOptions, context: JobContext): Promise<JobData>;
  /** The defaults of a training, for people. */
  defaults(model: ModelOf<Id>): ModelDescription['training'];
  /** The model with the texts that hold on this machine. Default: as declared */
  describe?(model: ModelOf<Id>, backboneDir: string): Promise<ModelOf<Id>>;
}

type ModelOf<Id> = Extract<TrainableModel, { task: Id }>;
