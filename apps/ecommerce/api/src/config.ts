import { serviceConfig } from '@lintel/service';
import { z } from 'zod';

export const ecommerceConfigSchema = z.object({
  ...serviceConfig,
  /** Folder of the model that is served: `manifest.json` and the ONNX file. It may appear or change later. */
  MODEL_DIR: z.string({ error: 'is missing; the folder into which the model is trained' }),
  /** Threads that one prediction may use. Absent: one per core. */
  MODEL_THREADS: z.coerce.number().int().min(1).max(256).optional(),
});

export type EcommerceConfig = z.infer<typeof ecommerceConfigSchema>;
