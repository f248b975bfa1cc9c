import type { LayersModel } from '@tensorflow/tfjs-node-gpu';
import { LintelError } from '@lintel/contracts';
import { type BatchSizes, createCompiledStep } from './compiled/compiled-step';
import { createEagerStep, type StepConfig } from './eager-step';
import { type TrainingStep } from './training-step';

/**
 * The compiled step, or the eager one where the model can't be recorded or `compile` is false.
 * @param log gets one line where compiling was not possible
 */
export function createTrainingStep(
  model: LayersModel,
  config: StepConfig,
  sizes: BatchSizes,
  compile: boolean,
  log?: (line: string) => void,
): TrainingStep {
  if (!compile) return createEagerStep(model, config);
  try {
    return createCompiledStep(model, config, sizes);
  } catch (error) {
    if (!(error instanceof LintelError && error.code === 'NOT_COMPILABLE')) throw error;
    log?.(`${error.problem} ${error.cure}`);
    return createEagerStep(model, config);
  }
}
