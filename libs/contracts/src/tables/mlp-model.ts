import { z } from 'zod';
import { linearModelSchema } from './linear-model';

/**
 * A multilayer perceptron over the columns of a dense encoding: each hidden layer is `max(0, x · weights + biases)`, and
 * the sums of the last one become the answer as those of a linear model do.
 */
export const mlpModelSchema = z.object({
  kind: z.literal('mlp'),
  hidden: z
    .array(
      z.object({
        /** [inputs, units]: the weights of one input after those of another. */
        weights: z.array(z.number()).min(1),
        biases: z.array(z.number()).min(1),
      }),
    )
    .min(1),
  ...linearModelSchema.pick({ link: true, coefficients: true, intercepts: true }).shape,
});
export type MlpModel = z.infer<typeof mlpModelSchema>;
