import type * as Doctor from './commands/doctor';
import type * as Evaluate from './commands/evaluate';
import type * as Export from './commands/export';
import type * as Predict from './commands/predict';
import type * as Train from './commands/train';

/* eslint-disable @typescript-eslint/no-require-imports --
 * Required at run time: `lintel --help` and a typing mistake are answered before onnxruntime, TypeORM and sharp load. */
export const loadCommand = {
  doctor: () => (require('./commands/doctor') as typeof Doctor).doctor,
  train: () => (require('./commands/train') as typeof Train).train,
  evaluate: () => (require('./commands/evaluate') as typeof Evaluate).evaluate,
  predict: () => (require('./commands/predict') as typeof Predict).predict,
  export: () => (require('./commands/export') as typeof Export).exportModel,
};
