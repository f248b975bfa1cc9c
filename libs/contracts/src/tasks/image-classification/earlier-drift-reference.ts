import { z } from 'zod';
import { type DriftReference } from '../../drift';

/** A drift reference as manifests held it when every model answered with classes; signed manifests never change. */
const earlierSchema = z.looseObject({
  classes: z.array(z.object({ className: z.string(), count: z.int().min(0) })),
});

/** Reads an earlier drift reference in its present form; anything else is returned as it is. */
export function readEarlierReference(stored: unknown): unknown {
  const earlier = earlierSchema.safeParse(stored);
  if (!earlier.success) return stored;
  const { classes, ...rest } = earlier.data;
  const counts = classes.map(({ className: name, count }) => ({ name, count }));
  return { ...rest, outcome: { kind: 'category', counts } satisfies DriftReference['outcome'] };
}
