export { type JobContext } from './trainer/job-context';
export { type PretrainedStart } from './trainer/recipe';
export { runTrainer, startTrainer, type RunningTrainer, type TrainerOptions } from './trainer/run-trainer';
export { serveTrainerJobs } from './trainer/serve-jobs';
export {
  type BackfillContext,
  type TrainableModel,
  type TrainablePictures,
  type TrainableTable,
} from './trainer/trainable-model';
export { trainerConfigSchema, type TrainerConfig } from './trainer/trainer-config';
