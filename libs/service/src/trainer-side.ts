export { type JobContext } from './trainer/job-context';
export { type PretrainedStart } from './trainer/tasks/image-classification/recipe';
export { runTrainer, startTrainer, type RunningTrainer, type TrainerOptions } from './trainer/run-trainer';
export { serveTrainerJobs } from './trainer/serve-jobs';
export { type BackfillContext } from './trainer/model-declaration';
export { type TrainableModel } from './trainer/trainable-model';
export { type TrainablePictures } from './trainer/tasks/image-classification/trainable-pictures';
export { type TrainableTable } from './trainer/tasks/tabular/trainable-table';
export { trainerConfigSchema, type TrainerConfig } from './trainer/trainer-config';
