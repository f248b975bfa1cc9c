import { artifactConfig, identityConfig, kafkaConfig, privacyConfig, serviceConfig } from '@lintel/service';
import { z } from 'zod';

export const consoleConfigSchema = z.object({
  ...serviceConfig,
  ...identityConfig,
  ...kafkaConfig,
  ...artifactConfig,
  ...privacyConfig,
  DRIFT_WINDOW_MS: z.coerce
    .number()
    .int()
    .min(1_000)
    .default(300_000)
    .describe('Length of the windows in which drift is looked for, milliseconds.'),
  DRIFT_MINIMUM_EXAMPLES: z.coerce
    .number()
    .int()
    .min(1)
    .default(100)
    .describe('Predictions in a window under which nothing is judged.'),
});

export type ConsoleConfig = z.infer<typeof consoleConfigSchema>;
