import { kafkaConfig, modelConfig, serviceConfig } from '@lintel/service';
import { z } from 'zod';

export const ecommerceConfigSchema = z.object({
  ...serviceConfig,
  ...kafkaConfig,
  ...modelConfig,
  /** Threads that one batch of predictions may use. Absent: one per core. */
  MODEL_THREADS: z.coerce.number().int().min(1).max(256).optional(),
});

export type EcommerceConfig = z.infer<typeof ecommerceConfigSchema>;
