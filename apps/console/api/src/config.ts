import { artifactConfig, kafkaConfig, serviceConfig } from '@lintel/service';
import { z } from 'zod';

export const consoleConfigSchema = z.object({
  ...serviceConfig,
  ...kafkaConfig,
  ...artifactConfig,
  /** Length of the windows in which drift is looked for, milliseconds. */
  DRIFT_WINDOW_MS: z.coerce.number().int().min(1_000).default(300_000),
  /** Predictions in a window under which nothing is judged. */
  DRIFT_MINIMUM_EXAMPLES: z.coerce.number().int().min(1).default(100),
});

export type ConsoleConfig = z.infer<typeof consoleConfigSchema>;
