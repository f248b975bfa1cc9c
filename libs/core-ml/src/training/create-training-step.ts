import type { LayersModel } from '@tensorflow/tfjs-node-gpu';
import { LintelError } from '@lintel/contracts';
import { computesInBfloat16 } from '../engine/bfloat16';
import { type BatchSizes, createCompiledStep } from './compiled/compiled-step';
import { createEagerStep, type StepConfig } from './eager-step';
import { type TrainingStep } from './training-step';

/**
 * Returns the compiled step, or the eager one if the model can't be recorded or `compile` is false.
 * @param log receives a line if compiling is not possible, and if bfloat16 would be slower than float32
 */
export function createTrainingStep(
  model: LayersModel,
  config: StepConfig,
  sizes: BatchSizes,
  compile: boolean,
  log?: (line: string) => void,
): TrainingStep {
  if (!compile) return createEagerStep(model, config);
  const isImitated = config.precision === 'bfloat16' && !computesInBfloat16();
  if (isImitated)
    log?.('This processor does not compute in bfloat16 itself: training in float32, which is faster here.');
  try {
    return createCompiledStep(model, isImitated ? { ...config, precision: 'float32' } : config, sizes);
  } catch (error) {
    if (!(error instanceof LintelError && error.code === 'NOT_COMPILABLE')) throw error;
    log?.(`${error.problem} ${error.cure}`);
    return createEagerStep(model, config);
  }
}
