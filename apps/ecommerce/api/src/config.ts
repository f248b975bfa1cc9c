import { identityConfig, kafkaConfig, modelConfig, privacyConfig, serviceConfig } from '@lintel/service';
import { z } from 'zod';

export const ecommerceConfigSchema = z.object({
  ...serviceConfig,
  ...identityConfig,
  ...kafkaConfig,
  ...modelConfig,
  ...privacyConfig,
  MODEL_THREADS: z.coerce
    .number()
    .int()
    .min(1)
    .max(256)
    .describe('Number of threads that one batch of predictions may use. Absent: one per core.')
    .optional(),
});

export type EcommerceConfig = z.infer<typeof ecommerceConfigSchema>;
