import { LintelError } from '@lintel/contracts';
import { z } from 'zod';
import { augmentationSchema } from '../preprocessing/augmentation';

const learningRate = z.number().positive().max(10);

export const optimizerSchema = z.discriminatedUnion('kind', [
  /** Kingma and Ba 2015. */
  z.object({
    kind: z.literal('adam'),
    learningRate: learningRate.default(1e-3),
    beta1: z.number().min(0).lt(1).default(0.9),
    beta2: z.number().min(0).lt(1).default(0.999),
    epsilon: z.number().positive().default(1e-7),
  }),
  /** Tieleman and Hinton 2012. */
  z.object({
    kind: z.literal('rmsprop'),
    learningRate: learningRate.default(1e-3),
    decay: z.number().min(0).lt(1).default(0.9),
    epsilon: z.number().positive().default(1e-7),
  }),
  /** Sutskever et al. 2013. */
  z.object({
    kind: z.literal('sgd'),
    learningRate: learningRate.default(1e-2),
    momentum: z.number().min(0).lt(1).default(0),
    nesterov: z.boolean().default(false),
  }),
]);

/** Learning rate schedules. Shares are relative to all steps of the run. */
export const scheduleSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('constant') }),
  /** Linear warm-up, then half a cosine down to `finalShare` of the learning rate (Loshchilov and Hutter 2017). */
  z.object({
    kind: z.literal('cosine'),
    warmupShare: z.number().min(0).lt(1).default(0),
    finalShare: z.number().min(0).max(1).default(0),
  }),
  /** Linear up to the learning rate, then linear down to `finalShare` of it (Smith and Topin 2018). */
  z.object({
    kind: z.literal('one-cycle'),
    warmupShare: z.number().gt(0).lt(1).default(0.25),
    finalShare: z.number().min(0).max(1).default(0.01),
  }),
  /** Multiplied by `factor` at each of `atShares`. */
  z.object({
    kind: z.literal('step'),
    factor: z.number().gt(0).lt(1).default(0.1),
    atShares: z.array(z.number().gt(0).lt(1)).min(1).default([0.5, 0.75]),
  }),
]);

/** How a model is trained. Every field has a default; an architecture's recipe and the caller can override it. */
export const trainingConfigSchema = z.object({
  epochs: z.int().min(1).max(100_000).default(10),
  batchSize: z.int().min(1).max(65_536).default(64),
  optimizer: optimizerSchema.default({ kind: 'adam', learningRate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 }),
  schedule: scheduleSchema.default({ kind: 'constant' }),
  /** Decoupled from the gradient (Loshchilov and Hutter 2019), on kernels only; per step, times the learning rate. */
  weightDecay: z.number().min(0).default(0),
  /** Share of the target that is spread over all classes (Szegedy et al. 2016). */
  labelSmoothing: z.number().min(0).lt(1).default(0),
  /** Largest global norm of the gradient (Pascanu et al. 2013); 0: no limit. */
  gradientClipNorm: z.number().min(0).default(0),
  /** Weight of each class in the loss, in the order of the class names; `balanced`: inverse to its frequency. */
  classWeights: z.union([z.literal('none'), z.literal('balanced'), z.array(z.number().positive())]).default('none'),
  augmentation: augmentationSchema.optional(),
  /**
   * Decay, per step, of the running average of the weights, which is validated and kept instead of the weights (Polyak
   * and Juditsky 1992; exponential as in Szegedy et al. 2016); 0: none.
   */
  weightAverage: z.number().min(0).lt(1).default(0),
  /** Precision of convolutions and matrix products in a compiled step; weights stay float32. */
  precision: z.enum(['float32', 'bfloat16']).default('float32'),
  /** Number of epochs without a better validation loss after which training stops; 0: never. */
  patience: z.int().min(0).default(0),
  /** `best`: the epoch with the best validation accuracy, if there is a validation split. `last`: the last one. */
  keep: z.enum(['best', 'last']).default('best'),
});

export type OptimizerConfig = z.infer<typeof optimizerSchema>;
export type ScheduleConfig = z.infer<typeof scheduleSchema>;
export type TrainingConfig = z.infer<typeof trainingConfigSchema>;
/** Training options as written by the user: every field is optional. */
export type TrainingOptions = z.input<typeof trainingConfigSchema>;

/** @throws LintelError INVALID_CONFIGURATION that lists every wrong field */
export function parseTrainingConfig(...layers: readonly TrainingOptions[]): TrainingConfig {
  const parsed = trainingConfigSchema.safeParse(Object.assign({}, ...layers));
  if (parsed.success) return parsed.data;
  throw new LintelError('INVALID_CONFIGURATION', {
    problem: 'The training configuration is wrong.',
    expected: parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; '),
    received: JSON.stringify(Object.assign({}, ...layers)),
    cure: 'Correct the fields named above.',
  });
}
