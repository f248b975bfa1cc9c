import { identityConfig, kafkaConfig, modelConfig, privacyConfig, serviceConfig } from '@lintel/service';
import { z } from 'zod';

export const consoleConfigSchema = z.object({
  ...serviceConfig,
  ...identityConfig,
  ...kafkaConfig,
  ...modelConfig,
  ...privacyConfig,
  DRIFT_WINDOW_MS: z.coerce
    .number()
    .int()
    .min(1_000)
    .default(300_000)
    .describe('Length of the windows for drift detection, milliseconds.'),
  DRIFT_MINIMUM_EXAMPLES: z.coerce
    .number()
    .int()
    .min(1)
    .default(100)
    .describe('Minimum number of predictions in a window for a judgement.'),
});

export type ConsoleConfig = z.infer<typeof consoleConfigSchema>;
