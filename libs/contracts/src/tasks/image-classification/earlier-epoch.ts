import { z } from 'zod';

/** The figure that the training of a classifier reports: the share of right answers. */
export const TRAINING_FIGURE = { key: 'accuracy', unit: 'share' } as const;

/** A row of a learning curve from when every network classified; signed manifests never change. */
const earlierSchema = z.looseObject({
  trainAccuracy: z.number(),
  validationAccuracy: z.number().nullable(),
});

/** Reads an earlier row of a learning curve in its present form; anything else is returned as it is. */
export function readEarlierEpoch(stored: unknown): unknown {
  const earlier = earlierSchema.safeParse(stored);
  if (!earlier.success) return stored;
  const { trainAccuracy: train, validationAccuracy: validation, ...rest } = earlier.data;
  return { ...rest, figures: [{ ...TRAINING_FIGURE, train, validation }] };
}
